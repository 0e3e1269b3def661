package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A topic as the spec asks for it, for Strimzi and for an existing Kafka alike.
 *
 * @param replicas null for as many as the existing brokers allow, up to three
 */
public record DesiredTopic(
    String name, int partitions, Integer replicas, long retentionMs, int maxMessageBytes) {
  private static final int MAX_REPLICATION_FACTOR = 3;

  /** Room for the headers that say where a dead letter came from. */
  private static final int HEADER_BYTES = 16 * 1024;

  /** Key of the applied state. */
  private static final String OBSERVED_REPLICATION_FACTOR = "topic-copies";

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
        events.maxMessageBytes + HEADER_BYTES);
  }

  /**
   * The replication factor of the topic of events, or the one it will have once it exists.
   *
   * @param applied holds what an existing Kafka was last seen to have
   */
  public static int replicationFactor(CdcPipeline pipeline, AppliedState applied) {
    var observed =
        pipeline.getSpec().kafka().existing() == null
            ? Optional.<Integer>empty()
            : applied.get(OBSERVED_REPLICATION_FACTOR).map(Integer::valueOf);
    return observed
        .or(() -> Optional.ofNullable(events(pipeline).replicas))
        .orElse(MAX_REPLICATION_FACTOR);
  }

  /** Records the replication factor that the topic has in an existing Kafka. */
  public static void recordReplicationFactor(AppliedState applied, int observed) {
    applied.put(OBSERVED_REPLICATION_FACTOR, String.valueOf(observed));
  }

  /** The replication factor on that many brokers: one replica each, up to three. */
  public static int replicationFactorFor(int brokers) {
    return Math.min(brokers, MAX_REPLICATION_FACTOR);
  }

  /** min.insync.replicas: of three replicas one may be missing. */
  public static int minInSyncReplicas(int replicationFactor) {
    return replicationFactor >= MAX_REPLICATION_FACTOR ? 2 : 1;
  }

  /**
   * The topic's settings. It has a min.insync.replicas of its own, because three brokers default to
   * two, which a topic with fewer replicas could never satisfy. Never compact: TiCDC's keys are
   * empty.
   */
  public Map<String, Object> config() {
    var config = new TreeMap<String, Object>();
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", retentionMs);
    config.put("max.message.bytes", maxMessageBytes);
    if (replicas != null) {
      config.put("min.insync.replicas", minInSyncReplicas(replicas));
    }
    return config;
  }

  public DesiredTopic withReplicas(int replicationFactor) {
    return new DesiredTopic(name, partitions, replicationFactor, retentionMs, maxMessageBytes);
  }

  private static Integer replicas(CdcPipeline pipeline) {
    var kafka = pipeline.getSpec().kafka();
    if (kafka.topic().replicas() != null || kafka.managed() == null) {
      return kafka.topic().replicas();
    }
    return replicationFactorFor(kafka.managed().replicas());
  }

  /** Milliseconds of a text such as 7d, whose form the CRD has checked. */
  static long millis(String retention) {
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
