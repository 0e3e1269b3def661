package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Brokers and topics that appear late, disappear and return. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerOutageIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private KafkaBroker broker;

  @TempDir Path data;
  @TempDir Path directory;

  @BeforeEach
  void startBroker() {
    broker = new KafkaBroker(data);
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  @FailureMode(
      fault = "The consumer's broker is away",
      effect = "it stays alive, and goes on where it was; nothing is read twice",
      shown = "`could not be established` in its log")
  void resumesWhenTheBrokerIsBack() {
    Path lines = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "away", 2);
        var consumer = ConsumerProcess.start(lines, topic.settings("away"))) {
      ManagementClient management = ManagementClient.of(consumer);
      send(topic, 0, 1000);
      await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 1000);
      broker.stop();
      await().atMost(TIMEOUT).until(() -> consumer.errors().contains("could not be established"));
      assertThat(management.get("/livez").statusCode()).isEqualTo(200);
      broker.restart();
      send(topic, 1000, 2000);
      await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 2000);
      await().atMost(TIMEOUT).until(() -> topic.committed("away", 0) == 1000);
      assertThat(management.sum("cdc_events_duplicate_total")).isZero();
      assertThat(new EventFile(lines).read().lines()).isEqualTo(2000);
    }
  }

  @Test
  @FailureMode(
      fault = "The consumer is stopped (SIGTERM) while its broker is away",
      effect = "it ends in time")
  void stopsInTimeWhileTheBrokerIsDown() {
    Path lines = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "gone", 2);
        var consumer = ConsumerProcess.start(lines, topic.settings("gone"))) {
      ManagementClient management = ManagementClient.of(consumer);
      send(topic, 0, 1000);
      await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 1000);
      broker.stop();
      await().atMost(TIMEOUT).until(() -> consumer.errors().contains("could not be established"));
      assertThat(consumer.terminate()).isIn(0, 143); // waits 10 s at most
      broker.restart();
    }
  }

  @Test
  void waitsForATopicAndReadsItAgainWhenItIsRecreated() throws Exception {
    try (TestTopic settings = new TestTopic(broker, "unused", 1)) {
      var environment = new HashMap<>(settings.settings("late"));
      environment.put("KAFKA_TOPIC", "late");
      try (var consumer = ConsumerProcess.start(directory.resolve("lines"), environment)) {
        ManagementClient management = ManagementClient.of(consumer);
        await().atMost(TIMEOUT).until(() -> consumer.errors().contains("may not exist yet"));
        try (TestTopic late = new TestTopic(broker, "late", 2)) {
          send(late, 0, 100);
          await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 100);
        }
        try (Admin admin = broker.admin()) {
          admin.deleteTopics(List.of("late")).all().get();
        }
        await().atMost(TIMEOUT).until(() -> management.sum("cdc_assigned_partitions") == 0);
        try (TestTopic again = new TestTopic(broker, "late", 1)) {
          again.send(0, Messages.insert("shop", "orders", 200, T + 200));
          again.flush();
          await().atMost(TIMEOUT).until(() -> management.sum("cdc_events_total") == 101);
        }
        assertThat(consumer.isAlive()).isTrue();
      }
    }
  }

  /**
   * Memory stays within the image's JVM flags; Kafka's default fetch sizes would exceed the heap.
   */
  @Test
  void readsABacklogOfManyPartitions() {
    int partitions = 100;
    String padding = "x".repeat(50_000);
    try (TestTopic topic = new TestTopic(broker, "backlog", partitions)) {
      for (int i = 0; i < partitions * 12; i++) {
        String message = Messages.insert("shop", "orders", i, T + i);
        topic.send(i % partitions, message.replace("new", padding));
      }
      topic.flush();
      Path lines = directory.resolve("lines");
      try (var consumer = ConsumerProcess.start(lines, topic.settings("backlog"))) {
        ManagementClient management = ManagementClient.of(consumer);
        await()
            .atMost(TIMEOUT)
            .until(
                () -> management.sum("cdc_events_total") == partitions * 12L && consumer.isAlive());
      }
    }
  }

  private static void send(TestTopic topic, int from, int to) {
    for (int i = from; i < to; i++) {
      topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
    }
    topic.flush();
  }
}
