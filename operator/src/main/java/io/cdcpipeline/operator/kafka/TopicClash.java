package io.cdcpipeline.operator.kafka;

import static java.util.Comparator.comparing;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.ExistingKafka;
import io.cdcpipeline.operator.api.KafkaSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two pipelines that name one topic of one existing Kafka: with two changefeeds in it the counts of
 * neither would be its own. The older has the topic. Brokers are the same where an address is.
 */
final class TopicClash {
  private static final Comparator<CdcPipeline> AGE =
      comparing((CdcPipeline p) -> p.getMetadata().getCreationTimestamp())
          .thenComparing(p -> p.getMetadata().getUid());

  private TopicClash() {}

  /**
   * What to say to a pipeline whose topic is that of an older one.
   *
   * @param all every pipeline known, as it was written, this one too
   */
  static Optional<String> found(CdcPipeline pipeline, Stream<CdcPipeline> all) {
    var topic = KafkaAccess.topic(pipeline);
    return all.filter(other -> AGE.compare(other, pipeline) < 0)
        .filter(other -> shared(pipeline, other).isPresent())
        .filter(other -> KafkaAccess.topic(other).equals(topic))
        .min(AGE)
        .map(older -> message(topic, shared(pipeline, older).orElseThrow(), older));
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
    return Optional.ofNullable(pipeline.getSpec())
        .map(CdcPipelineSpec::kafka)
        .map(KafkaSpec::existing)
        .map(ExistingKafka::bootstrapServers)
        .stream()
        .flatMap(servers -> Arrays.stream(servers.toLowerCase(Locale.ROOT).split(",", -1)))
        .map(String::trim)
        .toList();
  }
}
