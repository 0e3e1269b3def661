package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.PartitionText;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.WatermarkWindow;
import io.cdcpipeline.consumer.metrics.PartitionLag;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far one assigned partition has been decoded, written and committed. */
final class PartitionState implements PartitionLag {
  private final TopicPartition partition;

  /** The parts of a line that are the same for all lines of this partition. */
  final PartitionText text;

  final WatermarkWindow window = new WatermarkWindow();
  Deduplicator deduplicator;

  /**
   * Records before this offset were counted and written by an earlier owner: they are read again
   * only to rebuild the deduplicator. 0 when there is nothing to rebuild.
   */
  private long replayUntil;

  private long replayNext;

  /** The offset to be decoded next; -1 until the start offset is known. */
  long nextOffset = -1;

  /** The leader epoch of the record before {@link #nextOffset}; empty if unknown. */
  private Optional<Integer> epoch = Optional.empty();

  /** Whether what precedes the next record is unknown, so that windows may miss changes of it. */
  private boolean followsGap = true;

  /** Whether nothing can precede the record at offset 0. */
  private boolean beginsAtZero = true;

  /** How many partitions the topic has; 0 if unknown. */
  private int partitions;

  /** Whether records were decoded since the last block went to the writer. */
  boolean dirty;

  private CommittedPosition written;
  private CommittedPosition committed;
  private boolean owned = true;
  private volatile long lag = -1;

  PartitionState(TopicPartition partition, Deduplicator.Budget budget, PipelineName pipeline) {
    this.partition = partition;
    text = new PartitionText(pipeline, partition.topic(), partition.partition());
    deduplicator = new Deduplicator(budget, 0);
  }

  /**
   * Resumes at a committed position once the records from {@code from} on have rebuilt its state.
   */
  void restore(CommittedPosition position, long from, Deduplicator restored) {
    deduplicator = restored;
    window.restore(position.window());
    replayNext = from;
    replayUntil = position.offset();
    nextOffset = position.offset();
    epoch = position.epoch();
    followsGap = !position.isComplete() || from > position.rebuildFrom();
    beginsAtZero = false;
    if (position.partitions() > 0) {
      setPartitions(position.partitions());
    }
  }

  /**
   * Whether a record is read again only to rebuild the deduplicator. Offsets that go backwards mean
   * that the topic was recreated, and a later leader epoch that the log was truncated before the
   * committed offset: such records are new and must never be skipped.
   */
  boolean isReplayingForDedup(long offset, Optional<Integer> recordEpoch) {
    return offset < replayUntil
        && offset >= replayNext
        && !(recordEpoch.isPresent() && epoch.isPresent() && recordEpoch.get() > epoch.get());
  }

  /** Whether a record is new although its offset has been read: the log was truncated. */
  boolean isTruncatedAt(long offset, Optional<Integer> recordEpoch) {
    return offset < nextOffset && !isReplayingForDedup(offset, recordEpoch);
  }

  /** Continues at the first offset known to differ from what was read before. */
  void continueAt(long offset) {
    nextOffset = offset;
    replayUntil = Math.min(replayUntil, offset);
    deduplicator.rewind(offset);
    missRecords();
  }

  /** Records before the next one were lost or never read. */
  void missRecords() {
    followsGap = true;
    beginsAtZero = false;
  }

  /**
   * Takes note of a new size of the topic: changes may move to another partition and be re-sent.
   */
  void setPartitions(int count) {
    if (partitions != 0 && partitions != count) {
      window.invalidate();
    }
    partitions = count;
  }

  /**
   * Notes the first record after a gap. What was missed had been sent, and so committed, before it.
   *
   * @param millis the time of the record in epoch milliseconds
   */
  void observe(long offset, long millis) {
    if (followsGap) {
      followsGap = false;
      if (offset != 0 || !beginsAtZero) {
        window.mayMiss(Tso.ofMillis(millis + 1));
      }
    }
  }

  /** Whether the next record has to be {@link #observe observed}. */
  boolean followsGap() {
    return followsGap;
  }

  /** Moves past records that are not delivered, such as the marker that ends a transaction. */
  void advanceTo(OffsetAndMetadata next) {
    if (next.offset() > nextOffset) {
      advance(next.offset() - 1, next.leaderEpoch());
    }
  }

  /** The records up to this one have been decoded. */
  void advance(long offset, Optional<Integer> recordEpoch) {
    nextOffset = offset + 1;
    epoch = recordEpoch;
    dirty = true;
  }

  /** A record has been read again; nothing of it is to be written or committed. */
  void advanceReplay(long offset) {
    replayNext = offset + 1;
  }

  /** Returns the window that a watermark closes, or null. */
  WatermarkWindow.Closed advanceWatermark(long watermark) {
    if (watermark <= deduplicator.watermark()) {
      window.repeated(watermark);
      return null;
    }
    return window.advance(watermark, deduplicator.advanceWatermark(watermark));
  }

  /** Applies a watermark that was counted before; it is new only if the state was discarded. */
  void rebuildWatermark(long watermark) {
    if (watermark > deduplicator.watermark()) {
      window.advance(watermark, deduplicator.advanceWatermark(watermark));
    }
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
        nextOffset,
        epoch,
        deduplicator.watermark(),
        deduplicator.rebuildFrom(nextOffset),
        window.state(),
        partitions);
  }

  void markWritten(CommittedPosition position) {
    written = position;
  }

  /** The last position whose lines are written; empty if nothing was read. */
  Optional<CommittedPosition> written() {
    return Optional.ofNullable(written);
  }

  /** The position to commit, or null when there is nothing new. */
  CommittedPosition toCommit() {
    return written == null || written.equals(committed) ? null : written;
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
