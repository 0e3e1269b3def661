package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that are not change events. */
public interface DeadLetters extends AutoCloseable {
  void add(ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection);

  /**
   * Returns once everything added is acknowledged, so that the offsets may be committed.
   *
   * @throws DeadLetterException if that fails or takes longer than the timeout
   */
  void flush(Duration timeout);

  @Override
  void close();

  /** Without a dead-letter topic, rejected records are only counted and logged. */
  final class Discarding implements DeadLetters {
    @Override
    public void add(
        ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {}

    @Override
    public void flush(Duration timeout) {}

    @Override
    public void close() {}
  }

  /** A dead letter cannot be written, so continuing would lose it. */
  final class DeadLetterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLetterException(String topic, String problem, Throwable cause) {
      super("dead-letter topic " + topic + " cannot be written: " + problem, cause);
    }
  }
}
