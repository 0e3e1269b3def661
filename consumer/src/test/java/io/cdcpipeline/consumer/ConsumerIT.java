package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer as a process against a real broker. */
class ConsumerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static KafkaBroker broker;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void writesEveryChangeFromTheEarliestOffsetAndStopsOnSigterm() throws Exception {
    broker.createTopic("first", 3);
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      messages.add(Messages.insert("shop", "orders", i, 450_000_000_000_000_000L + i));
    }
    send("first", messages);
    Path output = directory.resolve("lines");
    try (var consumer = ConsumerProcess.start(output, settings("first"))) {
      await().atMost(Duration.ofSeconds(20)).until(() -> lines(output).size() == 1000);
      assertThat(consumer.terminate()).isIn(0, 143);
      JsonNode line = JSON.readTree(lines(output).get(0));
      assertThat(line.get("log_type").asText()).isEqualTo("cdc_event");
      assertThat(line.get("op").asText()).isEqualTo("INSERT");
    }
  }

  private Map<String, String> settings(String topic) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        broker.bootstrapServers(),
        "KAFKA_TOPIC",
        topic,
        "KAFKA_GROUP_ID",
        "group-" + topic,
        "METRICS_PORT",
        "0");
  }

  private static List<String> lines(Path file) throws java.io.IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void send(String topic, List<String> messages) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (String message : messages) {
        sent.add(producer.send(new ProducerRecord<>(topic, Bytes.utf8(message))));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }
}
