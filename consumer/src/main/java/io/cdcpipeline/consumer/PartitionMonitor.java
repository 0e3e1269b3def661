package io.cdcpipeline.consumer;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates each partition's lag once a second and logs why this consumer has no partition. */
final class PartitionMonitor {
  private static final Logger log = LoggerFactory.getLogger(PartitionMonitor.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The first warning comes soon, later ones rarely: a standby may wait indefinitely. */
  private static final long FIRST_WARNING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Consumer<?, ?> consumer;
  private final String topic;
  private final Time time;
  private long lastCheck;
  private long lastWarning;
  private long untilWarning = FIRST_WARNING_NANOS;
  private boolean wasAssigned;

  PartitionMonitor(Consumer<?, ?> consumer, String topic, Time time) {
    this.consumer = consumer;
    this.topic = topic;
    this.time = time;
    lastCheck = time.nanos() - INTERVAL_NANOS;
    lastWarning = time.nanos();
  }

  void check(Map<TopicPartition, PartitionState> owned, HealthState health) {
    long now = time.nanos();
    if (now - lastCheck < INTERVAL_NANOS) {
      return;
    }
    lastCheck = now;
    owned.forEach((tp, partition) -> partition.setLag(consumer.currentLag(tp).orElse(-1)));
    boolean assigned = health.isAssigned();
    if (!owned.isEmpty() || assigned != wasAssigned) {
      wasAssigned = assigned; // another reason to wait, which is to be logged soon
      lastWarning = now;
      untilWarning = FIRST_WARNING_NANOS;
    } else if (now - lastWarning >= untilWarning) {
      lastWarning = now;
      untilWarning = WARNING_INTERVAL_NANOS;
      log.atWarn()
          .addKeyValue("topic", topic)
          .log(
              assigned
                  ? "Waiting: no partition is assigned; the topic may not exist yet, or the group"
                      + " has more consumers than partitions"
                  : "Waiting: the group coordinator has not sent an assignment yet");
    }
  }
}
