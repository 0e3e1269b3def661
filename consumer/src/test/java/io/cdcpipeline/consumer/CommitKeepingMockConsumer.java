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
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Kafka's own mock of its consumer, with commits that outlive an assignment and that can be made to
 * fail.
 */
final class CommitKeepingMockConsumer extends MockConsumer<ByteBuffer, ByteBuffer> {
  final Map<TopicPartition, OffsetAndMetadata> commits = new ConcurrentHashMap<>();
  volatile RuntimeException commitFailure;

  /** Where the log ends for an offset that a partition seeks to with its epoch; -1: nowhere. */
  volatile long truncatedTo = -1;

  /** Whether the leader does not know the epoch of an offset that a partition seeks to. */
  volatile boolean unknownEpoch;

  CommitKeepingMockConsumer() {
    super("earliest");
  }

  /** Like the real client, which asks the leader first, and moves there without a word. */
  @Override
  public synchronized long position(TopicPartition partition, Duration timeout) {
    if (unknownEpoch) {
      throw new TimeoutException("the position could not be determined");
    }
    if (truncatedTo >= 0) {
      seek(partition, truncatedTo);
      truncatedTo = -1;
    }
    return super.position(partition, timeout);
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
