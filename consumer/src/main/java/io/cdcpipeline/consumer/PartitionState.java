package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.ChangeEventLog;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far one owned partition has come: decoded, written, committed. */
public final class PartitionState {
  private final TopicPartition partition;

  /** The piece of a line that is equal for all its events. */
  final byte[] linePart;

  Deduplicator changes;

  /** Records before this were counted and written by an earlier owner: only remember them. */
  private long silentUntil;

  private long silentNext;

  /** The record to be decoded next; -1 while the position is still to be found. */
  long next = -1;

  /** Something was decoded since the last line block went to the writer. */
  boolean dirty;

  private CommittedPosition written;
  private CommittedPosition committed;
  private boolean owned = true;
  private volatile long lag = -1;

  PartitionState(TopicPartition partition, Deduplicator.Budget budget) {
    this.partition = partition;
    linePart = ChangeEventLog.partitionPart(partition.topic(), partition.partition());
    changes = new Deduplicator(budget, 0);
  }

  /** Starts with what an earlier owner knew, to be rebuilt from the records in between. */
  public void restore(Deduplicator memory, long from, long until) {
    changes = memory;
    silentNext = from;
    silentUntil = until;
    next = until;
  }

  /**
   * Whether a record is read again for its memory only. Offsets that go backwards mean that the
   * topic was made anew; its records are new too, and must never be passed over.
   */
  boolean isSilent(long offset) {
    if (silentUntil == 0) {
      return false;
    }
    if (offset >= silentUntil || offset < silentNext) {
      silentUntil = 0;
      return false;
    }
    silentNext = offset + 1;
    return true;
  }

  TopicPartition topicPartition() {
    return partition;
  }

  public String topic() {
    return partition.topic();
  }

  public int partition() {
    return partition.partition();
  }

  /** What may be committed once everything decoded so far has been written. */
  public CommittedPosition position() {
    return new CommittedPosition(next, changes.watermark(), changes.rebuildFrom(next));
  }

  void written(CommittedPosition position) {
    written = position;
  }

  /** The offset to commit, or null when there is nothing new. */
  CommittedPosition toCommit() {
    return written == null || written.equals(committed) ? null : written;
  }

  OffsetAndMetadata offset(CommittedPosition position) {
    return new OffsetAndMetadata(position.offset(), position.metadata());
  }

  void committed(CommittedPosition position) {
    committed = position;
  }

  boolean isOwned() {
    return owned;
  }

  /** The partition went to another consumer: nothing more may be said about it. */
  public void release() {
    owned = false;
    changes.forget();
  }

  public long lag() {
    return lag;
  }

  void lag(long records) {
    lag = records;
  }
}
