package io.cdcpipeline.consumer;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates each partition's lag once a second and logs why this consumer has no partition. */
final class PartitionMonitor {
  private static final Logger log = LoggerFactory.getLogger(PartitionMonitor.class);
  private static final long INTERVAL_MILLIS = 1000;

  /** The first warning comes soon, later ones rarely: a standby may wait indefinitely. */
  private static final long FIRST_WARNING_MILLIS = 10_000;

  private static final long WARNING_INTERVAL_MILLIS = 300_000;

  private final Consumer<?, ?> consumer;
  private final String topic;
  private long lastCheck;
  private long nextWarning;

  PartitionMonitor(Consumer<?, ?> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  void check(Map<TopicPartition, PartitionState> owned, HealthState health, long now) {
    if (now - lastCheck < INTERVAL_MILLIS) {
      return;
    }
    lastCheck = now;
    owned.forEach((tp, partition) -> partition.setLag(consumer.currentLag(tp).orElse(-1)));
    if (!owned.isEmpty() || nextWarning == 0) {
      nextWarning = now + FIRST_WARNING_MILLIS;
    } else if (now >= nextWarning) {
      nextWarning = now + WARNING_INTERVAL_MILLIS;
      log.atWarn()
          .addKeyValue("topic", topic)
          .log(
              health.isAssigned()
                  ? "Waiting: no partition is assigned; the topic may not exist yet, or the group"
                      + " has more consumers than partitions"
                  : "Waiting: the group coordinator has not sent an assignment yet");
    }
  }
}
