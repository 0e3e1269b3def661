package io.cdcpipeline.consumer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Ends a poll when its values exceed a number of bytes. Kafka's own limits count compressed bytes:
 * 2 MiB of zeros from a table's BLOB column are gigabytes once decompressed.
 *
 * <p>The client calls this for each record as it is decompressed. After an exception it returns the
 * records before, and the next poll continues with the record that failed (CompletedFetch); a poll
 * always has at least one record.
 */
final class PollBudget implements Deserializer<ByteBuffer> {
  private static final int HEAP_SHARE = 16;

  private static final class Exhausted extends SerializationException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("the budget of this poll is used up");
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it has no trace to fill in
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private final long limit;
  private long used;

  /**
   * @param heapBytes the largest size of the heap, of which the values of a poll get a share
   */
  PollBudget(long heapBytes) {
    limit = heapBytes / HEAP_SHARE;
  }

  /** Before each poll. */
  void reset() {
    used = 0;
  }

  @Override
  public ByteBuffer deserialize(String topic, byte[] data) {
    return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
  }

  @Override
  public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data == null) {
      return null;
    }
    if (used > 0 && used + data.remaining() > limit) {
      throw new Exhausted();
    }
    used += data.remaining();
    return data;
  }
}
