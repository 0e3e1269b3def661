package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.EventId;
import io.cdcpipeline.consumer.event.TableEntry;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;

/**
 * Gives each event its id, recognizes by it what was delivered before, and notes what the open
 * window cannot count exactly.
 */
final class EventIdentifier {
  private final EventId id;
  private final ConsumerMetrics metrics;

  EventIdentifier(Digests digests, ConsumerMetrics metrics) {
    id = new EventId(digests);
    this.metrics = metrics;
  }

  /**
   * Builds the id from the true values and returns whether the partition has delivered it before.
   *
   * @param recordTime the time of its record in epoch milliseconds
   */
  boolean identify(
      CanalMessage change,
      byte[] bytes,
      int row,
      TableEntry table,
      PartitionState partition,
      long offset,
      long recordTime) {
    if (change.commitTs == 0) {
      id.fromPosition(partition.topic(), partition.partition(), offset, change, row);
      partition.window.mayMiss(Tso.ofMillis(recordTime + 1));
      return false; // without TiCDC's extension a replay is indistinguishable from a change
    }
    if (change.isRowChange()) {
      id.fromRow(change, bytes, row, table);
      if (id.isOfWholeRow()) {
        partition.window.mayMiss(change.commitTs);
      }
    } else {
      id.fromDdl(change, table);
    }
    return isDuplicate(change, partition, offset, recordTime);
  }

  private boolean isDuplicate(
      CanalMessage change, PartitionState partition, long offset, long recordTime) {
    if (Tso.isTooFarAhead(change.commitTs, recordTime)) {
      // No watermark would ever pass it: it would be kept for ever, and reread at each start.
      notKept(partition, Tso.ofMillis(recordTime + 1));
      return false;
    }
    Deduplicator.Verdict verdict =
        partition.deduplicator.check(
            id.hash(), change.commitTs, offset, change.operation == Operation.DDL);
    if (verdict == Deduplicator.Verdict.OVERFLOW) {
      notKept(partition, change.commitTs);
    }
    return verdict == Deduplicator.Verdict.DUPLICATE;
  }

  private void notKept(PartitionState partition, long commitTs) {
    metrics.dedupOverflow.setRelease(metrics.dedupOverflow.getPlain() + 1);
    partition.window.mayMiss(commitTs);
  }

  /** The id to write: without redacted values, and short enough for an index. */
  EventId identifyForOutput(
      CanalMessage change,
      byte[] bytes,
      int row,
      TableEntry table,
      PartitionState partition,
      long offset) {
    boolean redact = !table.redaction().isEmpty() && change.commitTs != 0 && change.isRowChange();
    if (redact && !id.fromRedactedRow(change, bytes, row, table)) {
      partition.window.mayMiss(change.commitTs); // a replay adds a document
      id.fromPosition(partition.topic(), partition.partition(), offset, change, row);
    }
    id.shorten();
    return id;
  }
}
