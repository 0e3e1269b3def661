package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/** What of an existing topic is not as wished and cannot or must not be changed by us; pure. */
final class TopicDrift {
  private TopicDrift() {}

  /** As one sentence; empty when the topic serves. */
  static String of(DesiredTopic wish, TopicDescription topic, Map<String, String> settings) {
    var differences = new ArrayList<String>();
    int partitions = topic.partitions().size();
    // Dead letters wish for one and are as well off with more.
    if (wish.partitions() > 1 && partitions > wish.partitions()) {
      differences.add(
          "has %d partitions, the spec %d (Kafka cannot remove any)"
              .formatted(partitions, wish.partitions()));
    }
    int copies = topic.partitions().get(0).replicas().size();
    if (wish.replicas() != null && copies != wish.replicas()) {
      differences.add("keeps %d copies, the spec %d".formatted(copies, wish.replicas()));
    }
    if (settings.getOrDefault("cleanup.policy", "delete").contains("compact")) {
      differences.add("has cleanup.policy=compact, which drops changes: set it to delete");
    }
    if (number(settings, "max.message.bytes") < wish.maxMessageBytes()) {
      differences.add(
          "has max.message.bytes=%s, less than spec.changefeed.maxMessageBytes needs (%d)"
              .formatted(settings.get("max.message.bytes"), wish.maxMessageBytes()));
    }
    long retention = number(settings, "retention.ms");
    if (retention >= 0 && retention < wish.retentionMs()) {
      differences.add(
          "has retention.ms=%d, less than the spec's %d".formatted(retention, wish.retentionMs()));
    }
    return differences.isEmpty()
        ? ""
        : "topic " + wish.name() + " " + String.join("; it ", differences);
  }

  /** Unknown settings are as good as any: -1 for a time, the largest for a size. */
  private static long number(Map<String, String> settings, String name) {
    var value = settings.get(name);
    if (value != null) {
      return Long.parseLong(value);
    }
    return name.startsWith("max") ? Long.MAX_VALUE : -1;
  }
}
