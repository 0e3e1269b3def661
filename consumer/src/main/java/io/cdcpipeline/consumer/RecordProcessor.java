package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.ChangeEventDecoder;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.ChangeEventLog;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.EventId;
import io.cdcpipeline.consumer.event.EventTime;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.event.TableCache;
import io.cdcpipeline.consumer.event.TableEntry;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hot path, one record's life from Kafka to its lines: decode, name, tell a duplicate from a
 * change, count, write down. Everything it touches is reused, so a good record makes no garbage.
 */
final class RecordProcessor {
  private static final Logger log = LoggerFactory.getLogger(RecordProcessor.class);

  private final ChangeEventDecoder decoder = new ChangeEventDecoder();
  private final TableCache tables;
  private final EventId id;
  private final ChangeEventLog lines;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;

  /** Where the rows of a message go that are more than a block takes. */
  interface Overflow {
    /** Hands the full block over; an empty one, or null when the message must be read again. */
    ByteWriter nextBlock();
  }

  /** The block that takes the lines, and whether the record began in another one. */
  private ByteWriter block;

  private boolean overflowed;
  private boolean waitsForBlock;

  /** Read once a batch: asking the clock for each record costs more than a counter. */
  private long now;

  RecordProcessor(
      Redaction redaction, Digests digests, DeadLetters deadLetters, ConsumerMetrics metrics) {
    this.tables = new TableCache(redaction, metrics);
    this.id = new EventId(digests);
    this.lines = new ChangeEventLog(digests);
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  void startBatch(long currentMillis) {
    now = currentMillis;
  }

  /** Appends the lines of one record; a record that is no event goes to the dead letters. */
  void handle(
      ConsumerRecord<ByteBuffer, ByteBuffer> message,
      PartitionState from,
      ByteWriter out,
      Overflow overflow) {
    long offset = message.offset();
    boolean silent = from.isSilent(offset);
    int lengthBefore = out.length;
    block = out;
    overflowed = false;
    try {
      if (!handle(message.value(), message, from, silent, overflow)) {
        return;
      }
    } catch (RejectedRecordException rejection) {
      block.length = overflowed ? 0 : lengthBefore;
      reject(message, rejection, silent);
    } catch (RuntimeException e) {
      if (waitsForBlock) {
        throw e; // from the output or from Kafka, not about this record
      }
      // A fault of ours must not stop the partition. Its message may quote a value: keep it back.
      block.length = overflowed ? 0 : lengthBefore;
      log.atError()
          .addKeyValue("error", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?")
          .log("Cannot handle a record");
      reject(
          message,
          new RejectedRecordException(Reason.INTERNAL_ERROR, e.getClass().getName()),
          silent);
    }
    if (!silent) {
      from.next = offset + 1;
      from.dirty = true;
    }
  }

  /** False when the rest of the record is left to whoever reads it next. */
  private boolean handle(
      ByteBuffer value,
      ConsumerRecord<ByteBuffer, ByteBuffer> message,
      PartitionState from,
      boolean silent,
      Overflow overflow) {
    if (value == null) {
      throw new RejectedRecordException(Reason.NULL_VALUE, "the record has no value");
    }
    // Kafka's buffer itself, no copy: worth 14 % against a byte[] deserialiser (performance.md).
    byte[] bytes = value.array();
    int start = value.arrayOffset() + value.position();
    if (!silent) {
      metrics.readBytes.setRelease(metrics.readBytes.getPlain() + value.remaining());
    }
    CanalMessage change = decoder.decode(bytes, start, start + value.remaining());
    if (change.operation == Operation.WATERMARK) {
      from.changes.advanceWatermark(change.watermarkTs);
      if (!silent) {
        metrics.watermarks.setRelease(metrics.watermarks.getPlain() + 1);
      }
      return true;
    }
    TableEntry table = tables.of(change);
    for (int row = 0; row < change.events(); row++) {
      if (row > 0 && block.length >= LineWriter.BLOCK_BYTES && !nextBlock(from, overflow)) {
        return false;
      }
      event(change, bytes, row, table, message, from, silent, block);
    }
    return true;
  }

  private boolean nextBlock(PartitionState from, Overflow overflow) {
    overflowed = true;
    waitsForBlock = true;
    block = overflow.nextBlock();
    waitsForBlock = false;
    return block != null && from.isOwned();
  }

  private void event(
      CanalMessage change,
      byte[] bytes,
      int row,
      TableEntry table,
      ConsumerRecord<ByteBuffer, ByteBuffer> message,
      PartitionState from,
      boolean silent,
      ByteWriter out) {
    boolean duplicate = name(change, bytes, row, table, from, message.offset());
    if (silent) {
      return;
    }
    if (duplicate) {
      table.counters().countDuplicate(change.operation);
    } else {
      table.counters().countEvent(change.operation);
    }
    if (!table.redaction().isEmpty() && change.commitTs != 0 && change.isRowChange()) {
      redactEventId(change, bytes, row, table, from, message.offset());
    }
    id.shorten();
    lines.append(
        out, change, bytes, row, table, id, from.linePart, message.offset(), message.timestamp());
    measure(change, message.timestamp());
  }

  /** Works out the event's id and says whether the partition brought it before. */
  private boolean name(
      CanalMessage change,
      byte[] bytes,
      int row,
      TableEntry table,
      PartitionState from,
      long offset) {
    if (change.commitTs == 0) {
      id.ofPosition(from.topic(), from.partition(), offset, change, row);
      return false; // without TiCDC's extension a replay cannot be told from a change
    }
    if (change.isRowChange()) {
      id.ofRow(change, bytes, row, table);
    } else {
      id.ofDdl(change, table);
    }
    Deduplicator.Verdict verdict = from.changes.check(id.hash(), change.commitTs, offset);
    if (verdict == Deduplicator.Verdict.NOT_REMEMBERED) {
      metrics.notRemembered.setRelease(metrics.notRemembered.getPlain() + 1);
    }
    return verdict == Deduplicator.Verdict.DUPLICATE;
  }

  private void redactEventId(
      CanalMessage change,
      byte[] bytes,
      int row,
      TableEntry table,
      PartitionState from,
      long offset) {
    if (!id.ofRedactedRow(change, bytes, row, table)) {
      id.ofPosition(from.topic(), from.partition(), offset, change, row);
    }
  }

  private void measure(CanalMessage change, long recordTime) {
    long committed = EventTime.millis(change, recordTime);
    metrics.eventLatency.observe(now - committed);
    metrics.lastEventMillis.setRelease(now);
    if (committed > metrics.lastCommitTimeMillis.getPlain()) {
      metrics.lastCommitTimeMillis.setRelease(committed);
    }
  }

  private void reject(
      ConsumerRecord<ByteBuffer, ByteBuffer> message,
      RejectedRecordException rejection,
      boolean silent) {
    if (!silent) {
      metrics.countDeadLetter(rejection.reason());
      deadLetters.add(message, rejection);
    }
  }
}
