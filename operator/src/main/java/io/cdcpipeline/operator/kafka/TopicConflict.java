package io.cdcpipeline.operator.kafka;

import static java.util.Comparator.comparing;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two pipelines that name one topic of one existing Kafka: with two changefeeds in it the counts of
 * neither would be its own. The older has the topic. Brokers are the same where an address is.
 */
final class TopicConflict {
  private static final Comparator<CdcPipeline> AGE =
      comparing((CdcPipeline p) -> p.getMetadata().getCreationTimestamp())
          .thenComparing(p -> p.getMetadata().getUid());

  private TopicConflict() {}

  /**
   * What to say to a pipeline whose topic is that of an older one.
   *
   * @param all every pipeline known, this one too
   */
  static Optional<String> found(CdcPipeline pipeline, Stream<CdcPipeline> all) {
    var topic = KafkaEndpoint.topic(pipeline);
    return all.filter(other -> AGE.compare(other, pipeline) < 0)
        .filter(other -> other.getSpec().kafka().existing() != null)
        .filter(other -> KafkaEndpoint.topic(other).equals(topic))
        .sorted(AGE)
        .flatMap(older -> shared(pipeline, older).map(at -> message(topic, at, older)).stream())
        .findFirst();
  }

  private static String message(String topic, String address, CdcPipeline older) {
    return ("the topic %s of %s is that of pipeline %s/%s: delete this pipeline and make it with"
            + " another spec.kafka.topic.name, or on another Kafka")
        .formatted(
            topic, address, older.getMetadata().getNamespace(), older.getMetadata().getName());
  }

  /** A name without a dot is that of a Service in the pipeline's own namespace. */
  private static Optional<String> shared(CdcPipeline one, CdcPipeline other) {
    boolean neighbours =
        one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace());
    var theirs = addresses(other);
    return addresses(one).stream()
        .filter(address -> neighbours || address.contains("."))
        .filter(theirs::contains)
        .findFirst();
  }

  private static List<String> addresses(CdcPipeline pipeline) {
    var servers = pipeline.getSpec().kafka().existing().bootstrapServers();
    return List.of(servers.toLowerCase(Locale.ROOT).split(",", -1));
  }
}
