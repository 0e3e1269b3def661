package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are large, or become so when decompressed, read within the image's heap. */
class LargeMessagesIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();

  @TempDir Path directory;

  /** 2,400 rows of 60 KB in 6 partitions, which a batch compresses to almost nothing. */
  @Test
  void readsACompressedBacklog() {
    Path lines = directory.resolve("lines");
    Map<String, Object> zstd = Map.of("compression.type", "zstd", "batch.size", 900_000);
    String zeros = "\\u0000".repeat(10_000);
    try (TestTopic topic = new TestTopic(broker, "scans", 6, Map.of(), zstd)) {
      for (int i = 0; i < 2400; i++) {
        topic.send(i % 6, Messages.insert("shop", "scans", i, T + i).replace("new", zeros));
      }
      topic.flush();
      try (var consumer = ConsumerProcess.start(lines, topic.settings("scans"))) {
        ManagementClient management = ManagementClient.of(consumer);
        awaitAlive(consumer, () -> management.sum("cdc_events_total") == 2400);
        await().atMost(TIMEOUT).until(() -> topic.committed("scans", 5) == 400);
        assertThat(consumer.errors()).doesNotContain("ERROR");
      }
    }
  }

  @Test
  @FailureMode(
      fault = "A message of 30 MB, which is too large for the consumer's memory",
      effect = "it is set aside; rows before and after it are counted",
      shown = "`cdc_dead_letters_total{reason=\"too_large\"}`",
      action = "more memory for the consumer, or a smaller `maxMessageBytes`")
  void readsLargeMessagesAndSetsAsideThoseBeyondTheMemory() {
    Path lines = directory.resolve("lines");
    Map<String, String> unlimited = Map.of("max.message.bytes", "104857600");
    Map<String, Object> large =
        Map.of("max.request.size", 100_000_000, "buffer.memory", 200_000_000L);
    try (TestTopic dead = new TestTopic(broker, "huge-dlt", 1);
        TestTopic topic = new TestTopic(broker, "huge", 1, unlimited, large)) {
      for (int i = 0; i < 6; i++) {
        topic.send(0, row(i, 15_500_000));
      }
      topic.send(0, row(6, 30_000_000));
      topic.send(0, Messages.insert("shop", "orders", 7, T + 7));
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("huge"));
      settings.put("DEAD_LETTER_TOPIC", "huge-dlt");
      try (var consumer = ConsumerProcess.start(lines, settings)) {
        ManagementClient management = ManagementClient.of(consumer);
        awaitAlive(consumer, () -> topic.committed("huge", 0) == 8);
        await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 7);
        assertThat(management.get("/metrics").body())
            .contains("cdc_dead_letters_total{reason=\"too_large\"} 1");
        assertThat(new EventFile(lines).read().ids()).hasSize(7);
      }
    }
  }

  /**
   * The client needs memory for a message before anybody can see its size: for the largest that a
   * broker takes by default, and for one that is large once it is decompressed.
   */
  @ParameterizedTest
  @CsvSource({"none, 100000000", "zstd, 200000000"})
  @LongFault
  @FailureMode(
      fault =
          "Another producer writes a message that not even Kafka's client has memory for (100 MB in"
              + " a heap of 128 MB)",
      effect =
          "it is set aside without its value, in the same process; rows before and after it are"
              + " counted",
      shown = "`cdc_dead_letters_total{reason=\"too_large\"}`",
      action = "a smaller `max.message.bytes` of the topic")
  void setsAsideWhatTheClientCannotReceive(String compression, int bytes) {
    Path lines = directory.resolve("lines");
    String name = "foreign-" + compression;
    try (TestTopic dead = new TestTopic(broker, name + "-dlt", 1);
        TestTopic topic = TestTopic.withoutLimit(broker, name, bytes, compression)) {
      for (int i = 0; i < 1000; i++) {
        topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
      }
      topic.flush();
      topic.send(0, new byte[bytes]);
      topic.flush();
      for (int i = 1000; i < 2000; i++) {
        topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
      }
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings(name));
      settings.put("DEAD_LETTER_TOPIC", name + "-dlt");
      settings.put("JDK_JAVA_OPTIONS", "-Xmx128m");
      settings.put("KAFKA_CLIENT_SESSION_TIMEOUT_MS", "6000");
      try (var consumer = ConsumerProcess.start(lines, settings)) {
        ManagementClient management = ManagementClient.of(consumer);
        awaitAlive(consumer, () -> topic.committed(name, 0) == 1001);
        awaitAlive(consumer, () -> topic.committed(name, 1) == 1000);
        assertThat(management.sum("cdc_events_total")).isEqualTo(2000);
        assertThat(management.sum("cdc_events_duplicate_total")).isZero();
        assertThat(management.get("/metrics").body())
            .contains("cdc_dead_letters_total{reason=\"too_large\"} 1");
        assertThat(dead.end(0)).isEqualTo(1);
      }
      // Its dead letter is not written again, although the state is rebuilt from before it.
      try (var consumer = ConsumerProcess.start(lines, settings)) {
        topic.send(0, Messages.insert("shop", "orders", 2000, T + 2000));
        topic.flush();
        awaitAlive(consumer, () -> topic.committed(name, 0) == 1002);
      }
      assertThat(dead.end(0)).isEqualTo(1);
      assertThat(new EventFile(lines).read().ids()).hasSize(2001);
      assertThat(new EventFile(lines).read().lines()).isEqualTo(2001);
    }
  }

  /** The client buffers one message of each partition. */
  @Test
  void readsLargeMessagesOfSeveralPartitions() {
    Path lines = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "wide", 6)) {
      for (int i = 0; i < 12; i++) {
        topic.send(i % 6, row(i, 7_500_000));
      }
      topic.flush();
      try (var consumer = ConsumerProcess.start(lines, topic.settings("wide"))) {
        ManagementClient management = ManagementClient.of(consumer);
        awaitAlive(consumer, () -> management.sum("cdc_events_total") == 12);
      }
    }
  }

  /** What the CRD admits at most, with the heap that the operator gives for six partitions. */
  @Test
  void readsMessagesOf16MebibytesInSixPartitions() {
    Path lines = directory.resolve("lines");
    Map<String, String> unlimited = Map.of("max.message.bytes", "17000000");
    Map<String, Object> large =
        Map.of("max.request.size", 17_000_000, "buffer.memory", 200_000_000L);
    try (TestTopic topic = new TestTopic(broker, "widest", 6, unlimited, large)) {
      for (int i = 0; i < 18; i++) {
        topic.send(i % 6, row(i, 16_700_000));
      }
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings("widest"));
      settings.put("JDK_JAVA_OPTIONS", "-Xmx192m");
      settings.put("KAFKA_CLIENT_MAX_PARTITION_FETCH_BYTES", "16777216");
      try (var consumer = ConsumerProcess.start(lines, settings)) {
        ManagementClient management = ManagementClient.of(consumer);
        awaitAlive(consumer, () -> management.sum("cdc_events_total") == 18);
      }
    }
  }

  /** Waits for a condition, and fails at once if the consumer ends before it. */
  private static void awaitAlive(ConsumerProcess consumer, Callable<Boolean> condition) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              assertThat(consumer.isAlive()).as(consumer.errors()).isTrue();
              return condition.call();
            });
  }

  private static String row(int id, int bytes) {
    return Messages.insert("shop", "orders", id, T + id).replace("new", "x".repeat(bytes));
  }
}
