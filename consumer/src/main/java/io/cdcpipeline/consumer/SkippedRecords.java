package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import io.cdcpipeline.consumer.output.DeadLetters;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and names what a replay has no memory for, in place of dead letters: those are the living
 * consumers', and with more memory another replay may write these records.
 */
final class SkippedRecords implements DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(SkippedRecords.class);

  private long skipped;
  private int firstPartition = -1;
  private long firstOffset = -1;

  @Override
  public void add(
      ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {
    if (rejection.reason() != Reason.TOO_LARGE) {
      return;
    }
    if (skipped++ == 0) {
      firstPartition = message.partition();
      firstOffset = message.offset();
    }
    log.atError()
        .addKeyValue("topic", message.topic())
        .addKeyValue("partition", message.partition())
        .addKeyValue("offset", message.offset())
        .addKeyValue("problem", rejection.getMessage())
        .log("A record is too large for the memory of this replay, which goes on without it");
  }

  /** How many there were. */
  long count() {
    return skipped;
  }

  /** Where the first one is; -1 without any. */
  int firstPartition() {
    return firstPartition;
  }

  long firstOffset() {
    return firstOffset;
  }

  @Override
  public void flush(Duration timeout) {}

  @Override
  public void close() {}
}
