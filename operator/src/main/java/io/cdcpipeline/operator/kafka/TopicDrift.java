package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * How an existing topic differs from the spec in ways the operator cannot or must not fix; pure.
 */
final class TopicDrift {
  private TopicDrift() {}

  /** The drift as one sentence; empty when there is none. */
  static String of(DesiredTopic desired, TopicDescription topic, Map<String, String> settings) {
    var differences = new ArrayList<String>();
    int partitions = topic.partitions().size();
    // The dead letter topic wants one partition and works as well with more.
    if (desired.partitions() > 1 && partitions > desired.partitions()) {
      differences.add(
          "has %d partitions, the spec %d (Kafka cannot remove any)"
              .formatted(partitions, desired.partitions()));
    }
    int replicas = topic.partitions().get(0).replicas().size();
    if (desired.replicas() != null && replicas != desired.replicas()) {
      differences.add("has %d replicas, the spec %d".formatted(replicas, desired.replicas()));
    }
    if (settings.getOrDefault("cleanup.policy", "delete").contains("compact")) {
      differences.add("has cleanup.policy=compact, which drops changes: set it to delete");
    }
    if (number(settings, "max.message.bytes") < desired.maxMessageBytes()) {
      differences.add(
          "has max.message.bytes=%s, less than spec.changefeed.maxMessageBytes needs (%d)"
              .formatted(settings.get("max.message.bytes"), desired.maxMessageBytes()));
    }
    long retention = number(settings, "retention.ms");
    if (retention >= 0 && retention < desired.retentionMs()) {
      differences.add(
          "has retention.ms=%d, less than the spec's %d"
              .formatted(retention, desired.retentionMs()));
    }
    return differences.isEmpty()
        ? ""
        : "topic " + desired.name() + " " + String.join("; it ", differences);
  }

  /** An unknown setting counts as sufficient: -1 for a time, the maximum for a size. */
  private static long number(Map<String, String> settings, String name) {
    var value = settings.get(name);
    if (value != null) {
      return Long.parseLong(value);
    }
    return name.startsWith("max") ? Long.MAX_VALUE : -1;
  }
}
