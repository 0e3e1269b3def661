package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.ReplayMarkLog;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.LineWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replay waits for, and which of it the watchdog must not end. */
class ReplayOutputTest {
  private static final int WINDOW = 64_000;
  private static final Pattern PROOF = Pattern.compile("\"mark\":(\\d+),\"proof\":\"([0-9a-f]+)\"");

  private final BlockableOutput out = new BlockableOutput();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final ReplayWindow window =
      new ReplayWindow(WINDOW, new ReplayMarkLog(PipelineName.NONE, "t", "r"), Time.SYSTEM);
  private final LineWriter writer =
      new LineWriter(out, new ConsumerMetrics(new Deduplicator.Budget(1)), Time.SYSTEM.nanoTime());
  private final ReplayOutput output =
      new ReplayOutput(
          writer, new ReplayPace(1 << 30, Time.SYSTEM), Optional.of(window), stopping::get);

  ReplayOutputTest() {
    writer.start();
  }

  @AfterEach
  void stop() {
    stopping.set(true);
    out.gate.countDown();
  }

  /** However long it takes: hours without Elasticsearch are no reason to begin again. */
  @Test
  void aWaitForReportsIsProgress() {
    var done = CompletableFuture.runAsync(() -> write(2 * WINDOW, 1000));
    await().until(() -> window.state().waitingSince() > 0);

    long before = output.waits();
    await().until(() -> output.waits() > before + 2);
    assertThat(done).isNotDone();

    reportLast();
    await().until(() -> done.isDone() || reportLast());
    assertThat(window.state().waitingSince()).isZero();
  }

  @Test
  void standardOutputThatNobodyReadsIsNot() {
    out.gate = new CountDownLatch(1);
    var done = CompletableFuture.runAsync(() -> write(2 * WINDOW, 20_000));
    await().until(() -> window.state().waitingSince() > 0);

    await().during(Duration.ofMillis(500)).until(() -> output.waits() == 0);
    assertThat(done).isNotDone();
  }

  @Test
  void theEndIsThatEverythingHasArrived() {
    write(1000, 1000);
    var done = CompletableFuture.runAsync(output::finish);
    await().until(() -> out.text().contains("\"mark\":1"));
    assertThat(done).isNotDone();

    reportLast();

    await().until(done::isDone);
  }

  private void write(int bytes, int atOnce) {
    for (int written = 0; written < bytes; written += atOnce) {
      ByteWriter block = output.block();
      if (block == null) {
        return;
      }
      block.put("x".repeat(atOnce - 1) + "\n");
      output.submit();
    }
  }

  private boolean reportLast() {
    var marks = PROOF.matcher(out.text()).results().toList();
    var last = marks.get(marks.size() - 1);
    window.run("/replay/found/%s/%s".formatted(last.group(1), last.group(2)));
    return false;
  }
}
