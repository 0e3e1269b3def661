package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs where a rejected record is and what is wrong with it, never its content, and passes it on.
 * At most one line in ten seconds; the records in between are counted.
 */
public final class DeadLetterLog implements DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DeadLetters next;
  private final LongSupplier nanoTime;
  private long lastLogged;
  private long suppressed;

  public DeadLetterLog(DeadLetters next, LongSupplier nanoTime) {
    this.next = next;
    this.nanoTime = nanoTime;
    lastLogged = nanoTime.getAsLong() - INTERVAL_NANOS;
  }

  @Override
  public void add(
      ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {
    next.add(message, rejection);
    long now = nanoTime.getAsLong();
    if (now - lastLogged < INTERVAL_NANOS) {
      suppressed++;
      return;
    }
    log.atWarn()
        .addKeyValue("topic", message.topic())
        .addKeyValue("partition", message.partition())
        .addKeyValue("offset", message.offset())
        .addKeyValue("reason", rejection.reason().label())
        .addKeyValue("problem", rejection.getMessage())
        .addKeyValue("suppressedSinceLast", suppressed)
        .log("Record is not a change event");
    lastLogged = now;
    suppressed = 0;
  }

  @Override
  public void flush(Duration limit) {
    next.flush(limit);
  }

  @Override
  public void close() {
    next.close();
  }
}
