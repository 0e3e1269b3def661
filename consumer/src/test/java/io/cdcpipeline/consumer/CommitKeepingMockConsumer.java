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
 * Kafka's own mock of its consumer, with commits that outlive an assignment and that can be made to
 * fail.
 */
final class CommitKeepingMockConsumer extends MockConsumer<ByteBuffer, ByteBuffer> {
  final Map<TopicPartition, OffsetAndMetadata> commits = new ConcurrentHashMap<>();
  volatile RuntimeException commitFailure;

  CommitKeepingMockConsumer() {
    super("earliest");
  }

  /** The mock keeps only commits of assigned partitions; a broker keeps them all. */
  @Override
  public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    partitions.forEach(partition -> found.put(partition, commits.get(partition)));
    return found;
  }

  @Override
  public synchronized void commitSync(
      Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    commits.putAll(offsets);
  }

  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    if (commitFailure != null) {
      callback.onComplete(offsets, commitFailure);
    } else {
      commits.putAll(offsets);
      callback.onComplete(offsets, null);
    }
  }
}
