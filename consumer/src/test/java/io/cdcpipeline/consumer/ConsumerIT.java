package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.io.File;
import java.io.InputStream;
import java.net.http.HttpResponse;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The consumer as a separate process with a real broker. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsumerIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
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
  void writesCountsAndCommitsEveryChangeAndStopsOnSigterm() throws Exception {
    Path output = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "plain", 3)) {
      for (int i = 0; i < 3000; i++) {
        topic.send(i % 3, Messages.insert("shop", "orders", i, T + i));
      }
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("plain"));
      settings.put("TABLES", "shop.orders,shop.empty,shop.*");
      try (var consumer = ConsumerProcess.start(output, settings)) {
        ManagementClient management = ManagementClient.of(consumer);
        await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 3000);
        hasMetricsAndProbes(management);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
      assertThat(new EventFile(output).read().ids()).hasSize(3000);
      assertThat(topic.committed("plain", 0)).isEqualTo(1000);
    }
  }

  private static void hasMetricsAndProbes(ManagementClient management) {
    HttpResponse<String> metrics = management.get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("cdc_events_total{database=\"shop\",op=\"insert\",table=\"orders\"} 3000")
        .contains("cdc_events_total{database=\"shop\",op=\"delete\",table=\"empty\"} 0")
        .contains("cdc_events_duplicate_total{database=\"shop\",op=\"insert\",table=\"orders\"} 0")
        .contains("cdc_dead_letters_total{reason=\"invalid_json\"} 0")
        .contains("cdc_event_latency_seconds_bucket{le=\"+Inf\"} 3000")
        .contains("cdc_assigned_partitions 3");
    await().atMost(TIMEOUT).until(() -> management.sum("jvm_memory_used_bytes") > 0);
    await()
        .atMost(TIMEOUT)
        .until(() -> management.get("/metrics").body().contains("cdc_partition_lag{"));
    assertThat(management.get("/metrics").body())
        .contains("kafka_consumer_fetch_manager_metrics_records_lag_max");
    assertThat(management.get("/livez").statusCode()).isEqualTo(200);
    assertThat(management.get("/readyz").statusCode()).isEqualTo(200);
  }

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

  @Test
  @FailureMode(
      fault = "Nobody reads the consumer's standard output",
      effect = "it waits without leaving its group, and goes on where it was",
      shown = "`output is blocked` in its log")
  void survivesABlockedOutput() throws Exception {
    try (TestTopic topic = new TestTopic(broker, "blocked", 2)) {
      for (int i = 0; i < 20_000; i++) {
        topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
      }
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("blocked"));
      // Far shorter than the block: without polling, the group would evict the consumer.
      settings.put("KAFKA_CLIENT_MAX_POLL_INTERVAL_MS", "2500");
      Path errors = directory.resolve("lines");
      try (var consumer = ConsumerProcess.start(ProcessBuilder.Redirect.PIPE, errors, settings)) {
        ManagementClient management = ManagementClient.of(consumer);
        await().atMost(TIMEOUT).until(() -> consumer.errors().contains("output is blocked"));
        await().during(Duration.ofSeconds(5)).atMost(TIMEOUT).until(() -> ready(management));
        // Seen while it lasts, or an alert could only tell of it afterwards.
        assertThat(management.sum("cdc_output_blocked_seconds_total")).isPositive();
        long written = 0;
        try (InputStream lines = consumer.process().getInputStream()) {
          byte[] buffer = new byte[65536];
          while (written < 20_000) {
            int length = lines.read(buffer);
            for (int i = 0; i < length; i++) {
              written += buffer[i] == '\n' ? 1 : 0;
            }
          }
        }
        assertThat(management.sum("cdc_rebalances_total")).isEqualTo(1);
        assertThat(management.sum("cdc_events_total")).isEqualTo(20_000);
      }
    }
  }

  private static boolean ready(ManagementClient management) {
    return management.get("/readyz").statusCode() == 200;
  }

  @Test
  @FailureMode(
      fault = "Partitions move between consumers under load",
      effect = "each change is counted once")
  void countsEachChangeOnceWhilePartitionsMove() {
    try (TestTopic topic = new TestTopic(broker, "moving", 4)) {
      Path one = directory.resolve("one");
      Path two = directory.resolve("two");
      try (var first = ConsumerProcess.start(one, topic.settings("moving"))) {
        ManagementClient counts = ManagementClient.of(first);
        send(topic, 0, 4000);
        await().atMost(TIMEOUT).until(() -> counts.sum("cdc_events_total") == 4000);
        try (var second = ConsumerProcess.start(two, topic.settings("moving"))) {
          ManagementClient others = ManagementClient.of(second);
          await().atMost(TIMEOUT).until(() -> others.sum("cdc_assigned_partitions") == 2);
          send(topic, 4000, 8000);
          send(topic, 4000, 5000); // a replay by TiCDC, recognized by the new owner too
          await()
              .atMost(TIMEOUT)
              .until(
                  () ->
                      total(counts, others, "cdc_events_total")
                              + total(counts, others, "cdc_events_duplicate_total")
                          >= 9000);
          assertThat(total(counts, others, "cdc_events_total")).isEqualTo(8000);
          assertThat(total(counts, others, "cdc_events_duplicate_total")).isEqualTo(1000);
        }
      }
    }
  }

  private static long total(ManagementClient one, ManagementClient other, String metric) {
    return one.sum(metric) + other.sum(metric);
  }

  private static void send(TestTopic topic, int from, int to) {
    for (int i = from; i < to; i++) {
      topic.send(i % 4, Messages.insert("shop", "orders", i, T + i));
    }
    topic.flush();
  }

  @Test
  @FailureMode(
      fault = "The disk of the consumer's standard output is full",
      effect = "it ends; once there is space it continues with the first row that was not written",
      shown = "exit code 74, and `standard output cannot be written` in its log",
      action = "free space on the node")
  void endsWhenItsOutputIsFullAndLosesNothing() {
    Path output = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "full", 2)) {
      for (int i = 0; i < 4000; i++) {
        topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
      }
      topic.flush();
      endsWithFullOutput(
          ConsumerProcess.start(
              ProcessBuilder.Redirect.to(new File("/dev/full")), output, topic.settings("full")));
      assertThat(topic.committed("full", 0) + topic.committed("full", 1)).isNotPositive();

      endsWithFullOutput(ConsumerProcess.startWithDisk(200, output, topic.settings("full")));
      EventFile.Content full = new EventFile(output).read();
      assertThat(full.lines()).isBetween(1L, 3999L);
      assertThat(topic.committed("full", 0) + topic.committed("full", 1))
          .isLessThanOrEqualTo(full.lines());

      try (var consumer = ConsumerProcess.start(output, topic.settings("full"))) {
        await().atMost(TIMEOUT).until(() -> topic.committed("full", 0) == 2000);
        await().atMost(TIMEOUT).until(() -> topic.committed("full", 1) == 2000);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
      assertThat(new EventFile(output).read().ids()).hasSize(4000);
    }
  }

  private static void endsWithFullOutput(ConsumerProcess starting) {
    try (var consumer = starting) {
      assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_OUTPUT_FAILURE);
      assertThat(consumer.errors()).contains("standard output cannot be written: ");
    }
  }

  @Test
  void exitsWithOneLineOnAnInvalidSetting() {
    Map<String, String> settings = Map.of("KAFKA_TOPIC", "cdc", "KAFKA_GROUP_ID", "g");
    try (var consumer = ConsumerProcess.start(directory.resolve("lines"), settings)) {
      assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_INVALID_SETTING);
      assertThat(consumer.errors().lines())
          .containsExactly("KAFKA_BOOTSTRAP_SERVERS: is required, but not set");
    }
  }

  @Test
  void namesTheSettingWhenKafkaRejectsItsValue() {
    Map<String, String> settings =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
            "KAFKA_TOPIC", "cdc",
            "KAFKA_GROUP_ID", "g",
            "METRICS_PORT", "0",
            "LOG_LEVEL", "error",
            "KAFKA_CLIENT_MAX_POLL_RECORDS", "many");
    try (var consumer = ConsumerProcess.start(directory.resolve("lines"), settings)) {
      assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_INVALID_SETTING);
      assertThat(consumer.errors().lines())
          .hasSize(1)
          .first(InstanceOfAssertFactories.STRING)
          .startsWith("KAFKA_CLIENT_MAX_POLL_RECORDS: ");
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
