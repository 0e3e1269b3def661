package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.json.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic for one test, with a producer in place of TiCDC. */
final class TestTopic implements AutoCloseable {
  private final KafkaBroker broker;
  private final String name;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  TestTopic(KafkaBroker broker, String name, int partitions) {
    this(broker, name, partitions, Map.of("max.message.bytes", "16777216"), Map.of());
  }

  /** With a topic configuration, and producer properties besides the defaults of this class. */
  TestTopic(
      KafkaBroker broker,
      String name,
      int partitions,
      Map<String, String> configuration,
      Map<String, Object> producerProperties) {
    this.broker = broker;
    this.name = name;
    this.partitions = partitions;
    broker.createTopic(name, partitions, configuration);
    // One request in flight, as in TiCDC's producer. With more, a broker that is not yet ready for
    // the new topic may reject the first batch, accept the second, and then reject the first
    // forever as out of sequence.
    Map<String, Object> properties = new HashMap<>(producerProperties);
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.putIfAbsent("max.request.size", 16_000_000);
    properties.put("max.in.flight.requests.per.connection", 1);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Two partitions that take messages of a hundred megabytes, and a producer that sends those. */
  static TestTopic withoutLimit(KafkaBroker broker, String name, int bytes, String compression) {
    Map<String, Object> producer =
        Map.of(
            "max.request.size",
            bytes + 1000,
            "buffer.memory",
            bytes + 10_000_000L,
            "compression.type",
            compression);
    return new TestTopic(broker, name, 2, Map.of("max.message.bytes", "104857600"), producer);
  }

  void send(int partition, String message) {
    send(partition, message == null ? null : ByteWriter.utf8(message));
  }

  void send(int partition, byte[] message) {
    sent.add(producer.send(new ProducerRecord<>(name, partition, new byte[0], message)));
  }

  /** With the time at which it is sent, in epoch milliseconds. */
  void send(int partition, long time, String message) {
    byte[] value = ByteWriter.utf8(message);
    sent.add(producer.send(new ProducerRecord<>(name, partition, time, new byte[0], value)));
  }

  void sendToAll(String message) {
    for (int partition = 0; partition < partitions; partition++) {
      send(partition, message);
    }
  }

  /** The producer must have a transactional.id. */
  void inTransaction(Runnable sends) {
    producer.initTransactions();
    producer.beginTransaction();
    sends.run();
    producer.commitTransaction();
    flush();
  }

  void flush() {
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      sent.clear();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a consumer of this topic, with a free metrics port. */
  Map<String, String> settings(String group) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        broker.bootstrapServers(),
        "KAFKA_TOPIC",
        name,
        "KAFKA_GROUP_ID",
        group,
        "KAFKA_CLIENT_SESSION_TIMEOUT_MS",
        "3000",
        "KAFKA_CLIENT_HEARTBEAT_INTERVAL_MS",
        "500",
        "METRICS_PORT",
        "0");
  }

  /** The offset that a group has committed for a partition; -1 if none. */
  long committed(String group, int partition) {
    try (Admin admin = broker.admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(name, partition));
      return offset == null ? -1 : offset.offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The offset behind the last record of a partition. */
  long end(int partition) {
    TopicPartition tp = new TopicPartition(name, partition);
    try (Admin admin = broker.admin()) {
      return admin.listOffsets(Map.of(tp, OffsetSpec.latest())).partitionResult(tp).get().offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets what a group has committed for partition 0. */
  void commit(String group, OffsetAndMetadata offset) {
    try (Admin admin = broker.admin()) {
      var offsets = Map.of(new TopicPartition(name, 0), offset);
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
