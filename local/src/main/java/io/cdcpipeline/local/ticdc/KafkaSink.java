package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes messages to the topic as TiCDC's producer does: one request in flight, acks from all
 * replicas.
 */
final class KafkaSink implements AutoCloseable {
  private static final byte[] ROW_KEY = {};
  private static final int RECORD_OVERHEAD = 36;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String topic;
  private final SinkCheck.Topic limits;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private KafkaSink(String topic, SinkCheck.Topic limits, KafkaProducer<byte[], byte[]> producer) {
    this.topic = topic;
    this.limits = limits;
    this.producer = producer;
  }

  static KafkaSink open(SinkUri sink) {
    SinkCheck.Topic limits = SinkCheck.topic(sink);
    Map<String, Object> config = KafkaLogin.config(sink);
    config.put("acks", sink.parameter("required-acks").orElse("-1"));
    config.put("enable.idempotence", false);
    config.put("max.in.flight.requests.per.connection", 1);
    config.put("compression.type", sink.parameter("compression").orElse("none"));
    config.put("max.request.size", limits.maxMessageBytes() + RECORD_OVERHEAD * 4);
    config.put("buffer.memory", 16L << 20);
    config.put("linger.ms", 0);
    config.put("max.block.ms", TIMEOUT_MILLIS);
    config.put("request.timeout.ms", TIMEOUT_MILLIS / 2);
    config.put("delivery.timeout.ms", TIMEOUT_MILLIS);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaSink(sink.topic(), limits, new KafkaProducer<>(config, bytes, bytes));
  }

  int partitions() {
    return limits.partitions();
  }

  void row(int partition, byte[] value, String table) {
    if (value.length + RECORD_OVERHEAD > limits.maxMessageBytes()) {
      throw TicdcError.of(
          "CDC:ErrMessageTooLarge",
          "message is too large. table:%s, length:%d, maxMessageBytes:%d"
              .formatted(table, value.length + RECORD_OVERHEAD, limits.maxMessageBytes()));
    }
    send(partition, ROW_KEY, value);
  }

  void ddl(byte[] value) {
    send(0, null, value);
  }

  void watermark(byte[] value) {
    for (int partition = 0; partition < partitions(); partition++) {
      send(partition, null, value);
    }
  }

  private void send(int partition, byte[] key, byte[] value) {
    rethrow();
    try {
      // The callback gets its outcome, which the next flush reports.
      var unused =
          producer.send(
              new ProducerRecord<>(topic, partition, key, value),
              (metadata, e) -> {
                if (e != null) {
                  failure.compareAndSet(null, e);
                }
              });
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Waits until everything that was sent is in Kafka. */
  void flush() {
    try {
      producer.flush();
    } catch (KafkaException e) {
      throw failed(e);
    }
    rethrow();
  }

  private void rethrow() {
    if (failure.get() != null) {
      throw failed(failure.get());
    }
  }

  private static TicdcError failed(Exception e) {
    return TicdcError.of(
        "CDC:ErrKafkaAsyncSendMessage", "kafka async send message failed: " + e.getMessage());
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
