package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.Tso;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a replay begins and ends in each partition.
 *
 * @param begins the first offset that is read
 * @param ends the first offset that is not: what came later is the consumer group's
 */
record ReplayPartitions(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {

  /**
   * Looks up all partitions of a topic.
   *
   * @param from no change committed since then, in epoch milliseconds, is left out
   */
  static ReplayPartitions of(Consumer<?, ?> consumer, String topic, long from) {
    List<TopicPartition> all = new ArrayList<>();
    consumer.partitionsFor(topic).forEach(p -> all.add(new TopicPartition(topic, p.partition())));
    if (all.isEmpty()) {
      throw new IllegalStateException("topic " + topic + " does not exist");
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    return new ReplayPartitions(begins(consumer, all, from, ends), ends);
  }

  /**
   * A record is sent after the commit, so all that are wanted have a timestamp of {@code from} or
   * later, give or take what the clocks of database and broker may differ by.
   */
  private static Map<TopicPartition, Long> begins(
      Consumer<?, ?> consumer,
      List<TopicPartition> all,
      long from,
      Map<TopicPartition, Long> ends) {
    long earliest = from - Tso.MAX_AHEAD.toMillis();
    if (earliest <= 0) {
      return consumer.beginningOffsets(all);
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    all.forEach(partition -> times.put(partition, earliest));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> begins = new HashMap<>();
    for (TopicPartition partition : all) {
      OffsetAndTimestamp first = found.get(partition);
      begins.put(partition, first == null ? ends.get(partition) : first.offset());
    }
    return begins;
  }
}
