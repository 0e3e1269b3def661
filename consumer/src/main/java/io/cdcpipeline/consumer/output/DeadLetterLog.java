package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where a bad record lies and what is wrong with it, never what is in it; then hands it on. A
 * storm is told once in ten seconds and counted in between.
 */
public final class DeadLetterLog implements DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterLog.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DeadLetters next;
  private long lastTold = System.nanoTime() - QUIET_NANOS;
  private long untold;

  /** Without a dead-letter topic this is all that happens to a bad record. */
  public DeadLetterLog(DeadLetters next) {
    this.next = next;
  }

  @Override
  public void add(
      ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {
    next.add(message, rejection);
    long now = System.nanoTime();
    if (now - lastTold < QUIET_NANOS) {
      untold++;
      return;
    }
    log.atWarn()
        .addKeyValue("topic", message.topic())
        .addKeyValue("partition", message.partition())
        .addKeyValue("offset", message.offset())
        .addKeyValue("reason", rejection.reason().label())
        .addKeyValue("problem", rejection.getMessage())
        .addKeyValue("moreSinceLast", untold)
        .log("Not a change event");
    lastTold = now;
    untold = 0;
  }

  @Override
  public void flush(Duration limit) {
    next.flush(limit);
  }

  @Override
  public void close() {
    next.close();
  }

  /** Used when no DEAD_LETTER_TOPIC is set: the record is only counted and logged. */
  public static final class Nowhere implements DeadLetters {
    @Override
    public void add(
        ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {}

    @Override
    public void flush(Duration limit) {}

    @Override
    public void close() {}
  }
}
