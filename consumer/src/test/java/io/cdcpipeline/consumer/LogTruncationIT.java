package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A broker that lost the end of a log, which new rows have filled up again by the next start. */
@Execution(ExecutionMode.CONCURRENT)
class LogTruncationIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
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
      fault =
          "A broker loses the tail of its log while the consumer is down, and new rows take the"
              + " lost offsets",
      effect = "every row that the log has is read",
      shown = "`cdc_log_truncations_total`, and the lost offsets in its log",
      action = "if TiCDC did not send the lost rows again: `startFrom` and `restartNonce`")
  void readsEveryRowAfterATruncation() {
    Path before = directory.resolve("before");
    Path after = directory.resolve("after");
    try (TestTopic topic = new TestTopic(broker, "cut", 1)) {
      send(topic, "orders", 0, 100);
      try (var consumer = ConsumerProcess.start(before, topic.settings("cut"))) {
        await().atMost(TIMEOUT).until(() -> topic.committed("cut", 0) == 100);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
      broker.stop();
      broker.truncate("cut", 0, 0.6);
      broker.restart();
      send(topic, "fresh", 100, 180);
      try (var consumer = ConsumerProcess.start(after, topic.settings("cut"))) {
        ManagementClient management = ManagementClient.of(consumer);
        await().atMost(TIMEOUT).until(() -> new EventFile(after).read().ids().size() == 80);
        assertThat(management.sum("cdc_events_total")).isEqualTo(80);
        assertThat(management.sum("cdc_log_truncations_total")).isEqualTo(1);
        assertThat(consumer.errors())
            .containsPattern(
                "topic=cut partition=0 committedOffset=100 foundOffset=\\d+ lostRecords=\\d+");
      }
    }
  }

  /**
   * The offsets are those of an earlier topic, restored with its group. Kafka's client would wait
   * for their epoch for ever.
   */
  @Test
  void readsATopicWhoseEpochsBeganAgain() {
    Path lines = directory.resolve("lines");
    try (TestTopic topic = new TestTopic(broker, "again", 1)) {
      send(topic, "orders", 0, 150);
      topic.commit(
          "again", new OffsetAndMetadata(100, Optional.of(5), "cdc1 watermark=0 from=100"));
      try (var consumer = ConsumerProcess.start(lines, topic.settings("again"))) {
        await().atMost(TIMEOUT).until(() -> new EventFile(lines).read().ids().size() == 150);
        assertThat(ManagementClient.of(consumer).sum("cdc_log_truncations_total")).isEqualTo(1);
      }
    }
  }

  private static void send(TestTopic topic, String table, int from, int to) {
    for (int i = from; i < to; i++) {
      topic.send(0, Messages.insert("shop", table, i, T + i));
    }
    topic.flush();
  }
}
