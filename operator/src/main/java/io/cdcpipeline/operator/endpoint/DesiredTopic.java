package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.CdcPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as the spec wants it, for Strimzi and for an existing Kafka alike.
 *
 * @param replicas null: as many as the existing brokers allow, up to three
 */
public record DesiredTopic(
    String name, int partitions, Integer replicas, long retentionMs, int maxMessageBytes) {
  /** Room for the headers that say where a dead letter came from. */
  private static final int HEADERS = 16 * 1024;

  public static DesiredTopic events(CdcPipeline pipeline) {
    var topic = pipeline.getSpec().kafka().topic();
    return new DesiredTopic(
        KafkaEndpoint.topic(pipeline),
        topic.partitions(),
        replicas(pipeline),
        millis(topic.retention()),
        pipeline.getSpec().changefeed().maxMessageBytes());
  }

  public static DesiredTopic deadLetters(CdcPipeline pipeline) {
    var events = events(pipeline);
    return new DesiredTopic(
        KafkaEndpoint.deadLetterTopic(pipeline),
        1,
        events.replicas,
        events.retentionMs,
        events.maxMessageBytes + HEADERS);
  }

  /**
   * The topic's settings. Its min.insync.replicas is its own: three brokers ask for two, which a
   * topic with fewer copies could never have. Never compact: TiCDC's keys are empty.
   */
  public Map<String, Object> config() {
    var config = new TreeMap<String, Object>();
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", retentionMs);
    config.put("max.message.bytes", maxMessageBytes);
    if (replicas != null) {
      config.put("min.insync.replicas", Replication.inSync(replicas));
    }
    return config;
  }

  public DesiredTopic withReplicas(int copies) {
    return new DesiredTopic(name, partitions, copies, retentionMs, maxMessageBytes);
  }

  private static Integer replicas(CdcPipeline pipeline) {
    var kafka = pipeline.getSpec().kafka();
    if (kafka.topic().replicas() != null || kafka.managed() == null) {
      return kafka.topic().replicas();
    }
    return Replication.replicationFactor(kafka.managed().replicas());
  }

  /** Milliseconds of a text such as 7d, whose form the CRD has checked. */
  public static long millis(String retention) {
    int unitAt = retention.chars().takeWhile(Character::isDigit).map(c -> 1).sum();
    long number = Long.parseLong(retention.substring(0, unitAt));
    return switch (retention.substring(unitAt)) {
      case "ms" -> number;
      case "s" -> Duration.ofSeconds(number).toMillis();
      case "m" -> Duration.ofMinutes(number).toMillis();
      case "h" -> Duration.ofHours(number).toMillis();
      default -> Duration.ofDays(number).toMillis();
    };
  }
}
