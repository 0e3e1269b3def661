package io.cdcpipeline.consumer;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a second: how far each partition lags, and what we are waiting for while we have none. */
final class PartitionMonitor {
  private static final Logger log = LoggerFactory.getLogger(PartitionMonitor.class);
  private static final long LOOK_MILLIS = 1000;

  /** The first wait is told soon, a long one seldom: a standby waits for ever. */
  private static final long FIRST_TOLD_MILLIS = 10_000;

  private static final long TOLD_MILLIS = 300_000;

  private final Consumer<?, ?> consumer;
  private final String topic;
  private long lookedAt;
  private long tellAt;

  PartitionMonitor(Consumer<?, ?> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  void look(Map<TopicPartition, PartitionState> owned, HealthState vitals, long now) {
    if (now - lookedAt < LOOK_MILLIS) {
      return;
    }
    lookedAt = now;
    owned.forEach((tp, partition) -> partition.lag(consumer.currentLag(tp).orElse(-1)));
    if (!owned.isEmpty() || tellAt == 0) {
      tellAt = now + FIRST_TOLD_MILLIS;
    } else if (now >= tellAt) {
      tellAt = now + TOLD_MILLIS;
      log.atWarn()
          .addKeyValue("topic", topic)
          .log(
              vitals.isAssigned()
                  ? "Waiting: no partition is left for us; the topic may not exist yet, or the"
                      + " group has more consumers than partitions"
                  : "Waiting: Kafka has not answered with an assignment yet");
    }
  }
}
