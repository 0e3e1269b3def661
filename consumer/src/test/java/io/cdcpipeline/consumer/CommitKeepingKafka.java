package io.cdcpipeline.consumer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's own mock of its consumer, whose commits outlive an assignment; refuses them while it is
 * told to.
 */
final class CommitKeepingKafka extends MockConsumer<ByteBuffer, ByteBuffer> {
  final Map<TopicPartition, OffsetAndMetadata> known = new ConcurrentHashMap<>();
  volatile RuntimeException refusal;

  CommitKeepingKafka() {
    super("earliest");
  }

  /** The mock keeps commits of assigned partitions only; a broker keeps them all. */
  @Override
  public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    partitions.forEach(partition -> found.put(partition, known.get(partition)));
    return found;
  }

  @Override
  public synchronized void commitSync(
      Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    known.putAll(offsets);
  }

  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    if (refusal != null) {
      callback.onComplete(offsets, refusal);
    } else {
      known.putAll(offsets);
      callback.onComplete(offsets, null);
    }
  }
}
