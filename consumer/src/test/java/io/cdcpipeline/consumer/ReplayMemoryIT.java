package io.cdcpipeline.consumer;

import static io.cdcpipeline.consumer.ReplayedLines.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that a replay has no memory for. */
class ReplayMemoryIT {
  private static final long T = 450_000_000_000_000_000L;
  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();
  @TempDir private Path directory;

  /** As the living consumers do; see {@link LargeMessagesIT}. */
  @ParameterizedTest
  @CsvSource({"none, 100000000", "zstd, 200000000"})
  @LongFault
  @FailureMode(
      fault = "A replay comes to a message that not even Kafka's client has memory for",
      effect = "it is skipped in the same process; rows before and after it are replayed",
      shown = "`status.replay.message` with number, partition and offset",
      action = "raise `spec.consumer.resources`, then a new nonce")
  void aReplaySkipsWhatTheClientCannotReceive(String compression, int bytes) throws IOException {
    String name = "foreign-" + compression;
    Path lines = directory.resolve("lines");
    Path result = directory.resolve("result");
    try (TestTopic topic = TestTopic.withoutLimit(broker, name, bytes, compression)) {
      rows(topic, 0);
      topic.send(0, new byte[bytes]);
      topic.flush();
      rows(topic, 1000);
      Map<String, String> settings = new HashMap<>(topic.settings("none"));
      settings.put("REPLAY_FROM", "earliest");
      settings.put("REPLAY_RESULT_FILE", result.toString());
      settings.put("JDK_JAVA_OPTIONS", "-Xmx128m");
      try (var process = ConsumerProcess.start(lines, settings)) {
        assertThat(process.waitFor(120)).as(process::errors).isZero();
        assertThat(process.errors()).contains("partition=0 offset=500", "too large");
      }
    }
    assertThat(new EventFile(lines).read().ids()).hasSize(2000);
    assertThat(new EventFile(lines).read().lines()).isEqualTo(2000);
    JsonNode done = json(Files.readString(result));
    assertThat(done.path("skipped").asInt()).isEqualTo(1);
    assertThat(done.path("skippedPartition").asInt()).isZero();
    assertThat(done.path("skippedOffset").asInt()).isEqualTo(500);
  }

  private static void rows(TestTopic topic, int from) {
    for (int i = from; i < from + 1000; i++) {
      topic.send(i % 2, Messages.insert("shop", "orders", i, T + i));
    }
    topic.flush();
  }
}
