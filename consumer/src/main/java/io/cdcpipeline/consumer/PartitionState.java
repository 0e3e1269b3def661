package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.ChangeEventLog;
import io.cdcpipeline.consumer.metrics.PartitionLag;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far one assigned partition has been decoded, written and committed. */
final class PartitionState implements PartitionLag {
  private final TopicPartition partition;

  /** The fragment of a line that is the same for all events of this partition. */
  final byte[] lineFragment;

  Deduplicator deduplicator;

  /**
   * Records before this offset were counted and written by an earlier owner: they are read again
   * only to rebuild the deduplicator. 0 when there is nothing to rebuild.
   */
  private long replayUntil;

  private long replayNext;

  /** The offset to be decoded next; -1 until the start offset is known. */
  long nextOffset = -1;

  /** Whether records were decoded since the last block went to the writer. */
  boolean dirty;

  private CommittedPosition written;
  private CommittedPosition committed;
  private boolean owned = true;
  private volatile long lag = -1;

  PartitionState(TopicPartition partition, Deduplicator.Budget budget) {
    this.partition = partition;
    lineFragment = ChangeEventLog.partitionFragment(partition.topic(), partition.partition());
    deduplicator = new Deduplicator(budget, 0);
  }

  /** Resumes at {@code until} once the records from {@code from} on have rebuilt the state. */
  void restore(Deduplicator restored, long from, long until) {
    deduplicator = restored;
    replayNext = from;
    replayUntil = until;
    nextOffset = until;
  }

  /**
   * Whether a record is read again only to rebuild the deduplicator. Offsets that go backwards mean
   * that the topic was recreated: its records are new and must never be skipped.
   */
  boolean isReplayingForDedup(long offset) {
    if (replayUntil == 0) {
      return false;
    }
    if (offset >= replayUntil || offset < replayNext) {
      replayUntil = 0;
      return false;
    }
    replayNext = offset + 1;
    return true;
  }

  TopicPartition topicPartition() {
    return partition;
  }

  @Override
  public String topic() {
    return partition.topic();
  }

  @Override
  public int partition() {
    return partition.partition();
  }

  /** What may be committed once everything decoded so far has been written. */
  CommittedPosition position() {
    return new CommittedPosition(
        nextOffset, deduplicator.watermark(), deduplicator.rebuildFrom(nextOffset));
  }

  void markWritten(CommittedPosition position) {
    written = position;
  }

  /** The position to commit, or null when there is nothing new. */
  CommittedPosition toCommit() {
    return written == null || written.equals(committed) ? null : written;
  }

  OffsetAndMetadata offsetAndMetadata(CommittedPosition position) {
    return new OffsetAndMetadata(position.offset(), position.metadata());
  }

  void markCommitted(CommittedPosition position) {
    committed = position;
  }

  boolean isOwned() {
    return owned;
  }

  /** The partition moved to another consumer: nothing of it may be processed or committed here. */
  void release() {
    owned = false;
    deduplicator.clear();
  }

  @Override
  public long lag() {
    return lag;
  }

  void setLag(long records) {
    lag = records;
  }
}
