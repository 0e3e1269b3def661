package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.KafkaErrors;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the loop, with a new Kafka client each time that the old one cannot continue. */
final class EventConsumer {
  private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

  private final Supplier<Consumer<ByteBuffer, ByteBuffer>> connect;
  private final LoopParts parts;
  private volatile Consumer<ByteBuffer, ByteBuffer> client;
  private ChangeEventLoop loop;
  private boolean stopping;

  /**
   * @param first the client to begin with; creating it has shown that the settings are valid
   */
  EventConsumer(
      Consumer<ByteBuffer, ByteBuffer> first,
      Supplier<Consumer<ByteBuffer, ByteBuffer>> connect,
      LoopParts parts) {
    this.connect = connect;
    this.parts = parts;
    client = first;
    loop = new ChangeEventLoop(first, parts);
  }

  /**
   * Creates a client, which contacts no broker.
   *
   * @throws io.cdcpipeline.consumer.config.ConfigException if one of the settings is invalid
   */
  static Consumer<ByteBuffer, ByteBuffer> connect(ConsumerSettings settings, PollBudget budget) {
    Map<String, Object> properties = new HashMap<>(settings.kafka());
    try {
      return new KafkaConsumer<>(properties, new ByteBufferDeserializer(), budget);
    } catch (KafkaException e) {
      throw KafkaErrors.aboutSettings(e, settings.kafka());
    }
  }

  /** Runs until {@link #stop}; throws when continuing would lose or hide something. */
  void run() {
    while (!runLoop()) {
      Consumer<ByteBuffer, ByteBuffer> next = connect.get();
      synchronized (this) {
        client = next;
        loop = new ChangeEventLoop(next, parts);
        if (stopping) {
          loop.stop();
        }
      }
    }
  }

  private boolean runLoop() {
    try {
      loop.run();
      return true;
    } catch (ReconnectException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("Connecting again");
      return false;
    }
  }

  /** May be called from another thread. */
  synchronized void stop() {
    stopping = true;
    loop.stop();
  }

  /** The metrics of the current client. */
  Map<MetricName, ? extends Metric> clientMetrics() {
    return client.metrics();
  }
}
