package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that are no change events. */
public interface DeadLetters extends AutoCloseable {
  void add(ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection);

  /** Returns when everything added is safe; offsets behind it may be committed then. */
  void flush(Duration limit);

  @Override
  void close();

  /** A dead letter cannot be written, so going on would lose it. */
  final class DeadLetterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLetterException(String topic, String problem, Throwable cause) {
      super("dead-letter topic " + topic + " cannot be written: " + problem, cause);
    }
  }
}
