package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.KafkaErrors;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
  private final Supplier<Consumer<ByteBuffer, ByteBuffer>> connectCareful;
  private final LoopParts parts;
  private final OversizedRecords oversized;
  private volatile Consumer<ByteBuffer, ByteBuffer> client;
  private ChangeEventLoop loop;
  private Handover handover = Handover.NONE;
  private boolean stopping;

  /**
   * @param first the client to begin with; creating it has shown that the settings are valid
   * @param connectCareful creates a client that returns one record with each poll: one that runs
   *     out of memory loses the records that the same poll had already
   * @param oversized used once a client has run out of memory
   */
  EventConsumer(
      Consumer<ByteBuffer, ByteBuffer> first,
      Supplier<Consumer<ByteBuffer, ByteBuffer>> connect,
      Supplier<Consumer<ByteBuffer, ByteBuffer>> connectCareful,
      LoopParts parts,
      OversizedRecords oversized) {
    this.connectCareful = connectCareful;
    this.oversized = oversized;
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
    return connect(settings.kafka(), settings, budget);
  }

  /** Creates a client that returns one record with each poll. */
  static Consumer<ByteBuffer, ByteBuffer> connectCareful(
      ConsumerSettings settings, PollBudget budget) {
    Map<String, String> properties = new HashMap<>(settings.kafka());
    properties.put("max.poll.records", "1");
    return connect(properties, settings, budget);
  }

  private static Consumer<ByteBuffer, ByteBuffer> connect(
      Map<String, String> kafka, ConsumerSettings settings, PollBudget budget) {
    Map<String, Object> properties = new HashMap<>(kafka);
    try {
      return new KafkaConsumer<>(properties, new ByteBufferDeserializer(), budget);
    } catch (KafkaException e) {
      throw KafkaErrors.aboutSettings(e, settings.kafka());
    }
  }

  /**
   * Creates a client without a group that returns a single record with each poll.
   *
   * @throws io.cdcpipeline.consumer.config.ConfigException if one of the settings is invalid
   */
  static Consumer<ByteBuffer, ByteBuffer> connectAlone(ConsumerSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.kafka());
    properties.keySet().removeIf(name -> name.startsWith("group."));
    properties.put("max.poll.records", 1);
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteBufferDeserializer(), new ByteBufferDeserializer());
  }

  /** Runs until {@link #stop}; throws when continuing would lose or hide something. */
  void run() {
    while (!runLoop()) {
      boolean careful = handover.oversized().isPresent();
      Consumer<ByteBuffer, ByteBuffer> next = (careful ? connectCareful : connect).get();
      synchronized (this) {
        client = next;
        loop = new ChangeEventLoop(next, parts, handover);
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
      if (e.isOutOfMemory()) {
        handover = new Handover(loop.written(), Optional.of(oversized));
      } else {
        handover = new Handover(Map.of(), handover.oversized());
      }
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
