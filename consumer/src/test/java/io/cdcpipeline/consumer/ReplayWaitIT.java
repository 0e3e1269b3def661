package io.cdcpipeline.consumer;

import static io.cdcpipeline.consumer.ReplayedLines.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay that is nowhere more than a window ahead of what the test says it has found. */
class ReplayWaitIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long T = 450_000_000_000_000_000L;
  private static final int ROWS = 4000;
  private static final int WINDOW = 256 * 1024;

  /** A poll of fifty records, and its mark. */
  private static final int BLOCK = 50 * 700;

  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();

  @AutoClose
  private static final TestTopic topic =
      new TestTopic(broker, "awaited", 1, Map.of("retention.ms", "-1"), Map.of());

  @TempDir private Path directory;

  @BeforeAll
  static void write() {
    IntStream.range(0, ROWS)
        .forEach(i -> topic.send(0, Messages.insert("shop", "orders", i, T + i)));
    topic.flush();
  }

  @Test
  void writesNoMoreThanAWindowAheadOfWhatIsFound() throws IOException {
    Path output = directory.resolve("lines");
    Path result = directory.resolve("result");
    try (var process = ConsumerProcess.start(output, settings(result))) {
      ManagementClient management = ManagementClient.of(process);
      awaitWaiting(management);
      long size = Files.size(output);
      assertThat(size).isBetween(WINDOW / 2L, (long) WINDOW + BLOCK);
      assertThat(management.post("/replay/found/1/" + "0".repeat(32))).isEqualTo(404);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(TIMEOUT)
          .until(() -> Files.size(output) == size && process.isAlive());
      assertThat(management.sum("cdc_replay_marks_found")).isZero();

      long found = 0;
      while (process.isAlive()) {
        assertThat(Files.size(output) - found).isLessThan(WINDOW + BLOCK);
        found = report(process, management, output);
      }
      assertThat(process.waitFor(10)).as(process::errors).isZero();
    }
    assertThat(ids(output)).hasSize(ROWS).doesNotHaveDuplicates();
    assertThat(json(Files.readString(result)).path("found").asBoolean()).isTrue();
    assertThat(Files.size(output)).as("several windows").isGreaterThan(4 * WINDOW);
  }

  @Test
  void whoeverWaitsCanBeStopped() throws IOException {
    Path output = directory.resolve("stopped");
    Path result = directory.resolve("result");
    try (var process = ConsumerProcess.start(output, settings(result))) {
      awaitWaiting(ManagementClient.of(process));

      assertThat(process.terminate()).isEqualTo(143);
    }
    assertThat(result).doesNotExist();
  }

  private static Map<String, String> settings(Path result) {
    Map<String, String> settings = new HashMap<>(topic.settings("none"));
    settings.put("REPLAY_FROM", "earliest");
    settings.put("REPLAY_BYTES_PER_SECOND", "1000000000");
    settings.put("REPLAY_ID", "0d5f-1");
    settings.put("REPLAY_WINDOW_BYTES", String.valueOf(WINDOW));
    settings.put("REPLAY_RESULT_FILE", result.toString());
    settings.put("KAFKA_CLIENT_MAX_POLL_RECORDS", "50");
    return settings;
  }

  private static void awaitWaiting(ManagementClient management) {
    await()
        .atMost(TIMEOUT)
        .until(() -> management.sum("cdc_replay_waiting_since_seconds") > 1_700_000_000);
  }

  /** Reports the newest mark; returns how many bytes were written up to it. */
  private static long report(ConsumerProcess process, ManagementClient management, Path output)
      throws IOException {
    String text = Files.readString(output);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    List<String> lines = complete.lines().toList();
    Optional<String> last =
        lines.stream().filter(line -> line.contains("/REPLAY\"")).reduce((one, other) -> other);
    if (last.isEmpty()) {
      return 0;
    }
    JsonNode mark = json(last.get());
    String path = "/replay/found/%s/%s".formatted(mark.get("mark"), mark.get("proof").asText());
    try {
      assertThat(management.post(path)).isIn(200, 404); // 404: it has been reported before
    } catch (UncheckedIOException e) {
      process.waitFor(10); // that was the last one
    }
    return complete.indexOf(last.get());
  }

  private static List<String> ids(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .map(ReplayedLines::json)
        .filter(line -> line.path("log_type").asText().equals("cdc_event"))
        .map(line -> line.path("event_id").asText())
        .collect(Collectors.toList());
  }
}
