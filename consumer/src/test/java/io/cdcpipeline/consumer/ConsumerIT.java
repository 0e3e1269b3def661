package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.io.File;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The consumer as a separate process with a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class ConsumerIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();

  @TempDir Path directory;

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
}
