package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments under load, while TiCDC replays changes: no row is lost, and every row
 * has exactly one document id. {@code -Dkill.count=50} is the full run ({@code make kill-test}).
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("kill.count", 2);
  private static final int PARTITIONS = 3;
  private static final long T = 450_000_000_000_000_000L;

  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong replayed = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  @TempDir Path directory;

  @Test
  @FailureMode(
      fault =
          "The consumer is killed (SIGKILL) at random moments under load, while TiCDC repeats"
              + " changes",
      effect = "no row is lost, and each has one document ID")
  void losesNoRowAndGivesEachExactlyOneId() throws Exception {
    Random random = new Random(3);
    EventFile file = new EventFile(directory.resolve("lines"));
    try (KafkaBroker broker = KafkaBroker.start();
        TestTopic topic = new TestTopic(broker, "kills", PARTITIONS)) {
      Map<String, String> settings = new HashMap<>(topic.settings("killed"));
      // The group waits that long for each killed member before the next one gets its partitions.
      settings.put("KAFKA_CLIENT_SESSION_TIMEOUT_MS", "1500");
      Thread producer = new Thread(() -> produce(topic), "producer");
      producer.start();
      for (int kill = 0; kill < KILLS; kill++) {
        long before = file.size();
        try (var consumer = ConsumerProcess.start(file.path(), settings)) {
          await().atMost(Duration.ofMinutes(2)).until(() -> file.size() > before);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
          consumer.kill();
        }
      }
      done.set(true);
      producer.join();
      try (var consumer = ConsumerProcess.start(file.path(), settings)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> file.read().ids().size() >= rows.get());
        assertThat(consumer.terminate()).isIn(0, 143);
      }
      EventFile.Content content = file.read();
      System.err.printf(
          "kill test: %d kills, %d rows, %d replayed, %d lines, %d distinct ids, %d truncated"
              + " lines%n",
          KILLS,
          rows.get(),
          replayed.get(),
          content.lines(),
          content.ids().size(),
          content.truncated());
      assertThat(content.ids()).hasSize((int) rows.get());
      assertThat(content.truncated()).isLessThanOrEqualTo(KILLS);
      countsAreExact(topic);
    }
  }

  /** A consumer that is not killed counts each row once, and replayed ones as duplicates. */
  private void countsAreExact(TestTopic topic) throws Exception {
    Path lines = directory.resolve("counted");
    try (var consumer = ConsumerProcess.start(lines, topic.settings("counting"))) {
      ManagementClient management = ManagementClient.of(consumer);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  management.sum("cdc_events_total") + management.sum("cdc_events_duplicate_total")
                      >= rows.get() + replayed.get());
      assertThat(management.sum("cdc_events_total")).isEqualTo(rows.get());
      assertThat(management.sum("cdc_events_duplicate_total")).isEqualTo(replayed.get());
    }
  }

  /** Rows in commit order, a watermark every 500, and occasionally a replay since the watermark. */
  private void produce(TestTopic topic) {
    Random random = new Random(5);
    List<String> sinceWatermark = new ArrayList<>();
    while (!done.get()) {
      for (int i = 0; i < 50; i++) {
        long row = rows.getAndIncrement();
        String message = Messages.insert("shop", "orders", row, T + row);
        sinceWatermark.add(message);
        topic.send((int) (row % PARTITIONS), message);
      }
      if (random.nextInt(20) == 0) {
        long first = rows.get() - sinceWatermark.size();
        for (int i = 0; i < sinceWatermark.size(); i++) {
          topic.send((int) ((first + i) % PARTITIONS), sinceWatermark.get(i));
          replayed.incrementAndGet();
        }
      }
      if (sinceWatermark.size() >= 500) {
        topic.sendToAll(Messages.watermark(T + rows.get() - 1));
        sinceWatermark.clear();
        topic.flush();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    topic.flush();
  }
}
