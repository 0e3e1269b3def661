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
 * Finds pipelines that use the same topic of the same existing Kafka: with two changefeeds writing
 * to it, neither pipeline's counts would be its own. The older pipeline keeps the topic. Two Kafkas
 * are the same if they share a bootstrap address.
 */
final class TopicConflict {
  private static final Comparator<CdcPipeline> AGE =
      comparing((CdcPipeline p) -> p.getMetadata().getCreationTimestamp())
          .thenComparing(p -> p.getMetadata().getUid());

  private TopicConflict() {}

  /**
   * The message for a pipeline whose topic belongs to an older one.
   *
   * @param all every known pipeline, including this one
   */
  static Optional<String> find(CdcPipeline pipeline, Stream<CdcPipeline> all) {
    var topic = KafkaEndpoint.topic(pipeline);
    return all.filter(other -> AGE.compare(other, pipeline) < 0)
        .filter(other -> other.getSpec().kafka().existing() != null)
        .filter(other -> KafkaEndpoint.topic(other).equals(topic))
        .sorted(AGE)
        .flatMap(older -> shared(pipeline, older).map(at -> message(topic, at, older)).stream())
        .findFirst();
  }

  private static String message(String topic, String address, CdcPipeline older) {
    return ("topic %s of %s belongs to pipeline %s/%s: delete this pipeline and create it with"
            + " another spec.kafka.topic.name or on another Kafka")
        .formatted(
            topic, address, older.getMetadata().getNamespace(), older.getMetadata().getName());
  }

  /** A host name without a dot is a Service in the pipeline's own namespace. */
  private static Optional<String> shared(CdcPipeline one, CdcPipeline other) {
    boolean sameNamespace =
        one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace());
    var theirs = addresses(other);
    return addresses(one).stream()
        .filter(address -> sameNamespace || address.contains("."))
        .filter(theirs::contains)
        .findFirst();
  }

  private static List<String> addresses(CdcPipeline pipeline) {
    var servers = pipeline.getSpec().kafka().existing().bootstrapServers();
    return List.of(servers.toLowerCase(Locale.ROOT).split(",", -1));
  }
}
