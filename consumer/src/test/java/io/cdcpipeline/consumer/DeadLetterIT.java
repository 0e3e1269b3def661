package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where records go that are no change events: a real consumer and a real broker. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLetterIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();

  @TempDir Path directory;

  @Test
  @FailureMode(
      fault = "Records are no change events",
      effect = "each goes to the dead-letter topic; all others are counted",
      shown = "`cdc_dead_letters_total`",
      action = "see what is in the dead-letter topic")
  void sendsRejectedRecordsToTheDeadLetterTopic() {
    Path output = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "poison", 1);
        TestTopic dead = new TestTopic(broker, "poison-dlt", 1)) {
      topic.send(0, "{broken");
      topic.send(0, (String) null);
      topic.send(0, "x".repeat(11 * 1024 * 1024));
      for (int i = 0; i < 5000; i++) {
        topic.send(0, "burst " + i);
      }
      topic.send(0, Messages.insert("shop", "orders", 1, T));
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("poison"));
      settings.put("DEAD_LETTER_TOPIC", "poison-dlt");
      try (var consumer = ConsumerProcess.start(output, settings)) {
        await().atMost(TIMEOUT).until(() -> topic.committed("poison", 0) == 5004);
        assertThat(consumer.errors()).doesNotContain("broken");
      }
      List<ConsumerRecord<byte[], byte[]>> letters = read("poison-dlt", 5003);
      assertThat(text(letters.get(0).value())).isEqualTo("{broken");
      assertThat(header(letters.get(0), "cdc.error.topic")).isEqualTo("poison");
      assertThat(header(letters.get(0), "cdc.error.offset")).isEqualTo("0");
      assertThat(header(letters.get(0), "cdc.error.reason")).isEqualTo("invalid_json");
      assertThat(letters.get(1).value()).isNull();
      assertThat(letters.get(2).value()).isNull();
      assertThat(header(letters.get(2), "cdc.error.value.size")).isEqualTo("11534336");
      assertThat(new EventFile(output).read().lines()).isEqualTo(1);
    }
  }

  /** First, because it waits 20 s for the topic while the others run. */
  @Test
  @Order(1)
  @FailureMode(
      fault = "A record is no change event, and the dead-letter topic cannot be written",
      effect = "the consumer ends rather than skip the record",
      shown = "exit code 73, which the status of its pod shows",
      action = "grant Write on the topic that the log names")
  void stopsWhenTheDeadLetterTopicCannotBeWritten() {
    try (TestTopic topic = new TestTopic(broker, "strict", 1)) {
      topic.send(0, Messages.insert("shop", "orders", 1, T));
      topic.send(0, "secret value that is not an event");
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("strict"));
      settings.put("DEAD_LETTER_TOPIC", "not-there");
      settings.put("KAFKA_CLIENT_METADATA_MAX_AGE_MS", "1000");
      try (var consumer = ConsumerProcess.start(directory.resolve("lines"), settings)) {
        assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_DEAD_LETTER_FAILURE);
        assertThat(consumer.errors())
            .contains("dead-letter topic not-there cannot be written")
            .doesNotContain("secret value");
      }
      assertThat(topic.committed("strict", 0)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void withholdsUndecodableRecordsWhenColumnsAreRedacted() throws Exception {
    Path rules = directory.resolve("rules.json");
    Files.writeString(
        rules, "[{\"table\":\"shop.customers\",\"columns\":[\"email\"],\"method\":\"drop\"}]");
    try (TestTopic topic = new TestTopic(broker, "redacted", 1);
        TestTopic dead = new TestTopic(broker, "redacted-dlt", 1)) {
      topic.send(0, "{\"email\":\"a@b.c\"");
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("redacted"));
      settings.put("DEAD_LETTER_TOPIC", "redacted-dlt");
      settings.put("REDACT_FILE", rules.toString());
      try (var consumer = ConsumerProcess.start(directory.resolve("lines"), settings)) {
        ConsumerRecord<byte[], byte[]> letter = read("redacted-dlt", 1).get(0);
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "cdc.error.value.withheld")).isEqualTo("redaction");
        assertThat(header(letter, "cdc.error.value.hash")).startsWith("sha256:");
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    try (var reader =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      reader.assign(List.of(new TopicPartition(topic, 0)));
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                reader.poll(Duration.ofMillis(200)).forEach(found::add);
                return found.size() >= count;
              });
      return found;
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
    return text(message.headers().lastHeader(name).value());
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
