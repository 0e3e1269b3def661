package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features of Kafka that TiCDC's own topics do not use, but those of others may. */
@Execution(ExecutionMode.CONCURRENT)
class TopicFeaturesIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofSeconds(40);
  @AutoClose private static final KafkaBroker broker = KafkaBroker.start();

  @TempDir Path directory;

  @Test
  void commitsPastTheMarkerThatEndsATransaction() {
    Path lines = directory.resolve("lines");
    Map<String, Object> transactional = Map.of("transactional.id", "ticdc");
    try (TestTopic topic = new TestTopic(broker, "bank", 1, Map.of(), transactional)) {
      topic.inTransaction(
          () -> {
            for (int i = 0; i < 399; i++) {
              topic.send(0, Messages.insert("shop", "orders", i, T + i));
            }
          });
      try (var consumer = ConsumerProcess.start(lines, topic.settings("bank"))) {
        ManagementClient management = ManagementClient.of(consumer);
        await().atMost(TIMEOUT).until(() -> topic.committed("bank", 0) == 400);
        await()
            .atMost(TIMEOUT)
            .until(() -> management.get("/metrics").body().contains("cdc_partition_lag{"));
        assertThat(management.sum("cdc_partition_lag")).isZero();
        assertThat(new EventFile(lines).read().lines()).isEqualTo(399);
      }
    }
  }

  /** Both libraries unpack native code into the temporary directory before they can run. */
  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd"})
  void namesTheSettingIfThereIsNoTemporaryDirectory(String compression) {
    Path lines = directory.resolve("lines");
    Path unusable = lines.resolve("tmp"); // below a file, so it cannot be created either
    Map<String, Object> compressed = Map.of("compression.type", compression);
    try (TestTopic topic = new TestTopic(broker, compression, 1, Map.of(), compressed)) {
      topic.send(0, Messages.insert("shop", "orders", 1, T));
      topic.flush();
      Map<String, String> settings = new HashMap<>(topic.settings(compression));
      settings.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + unusable);
      settings.put("LOG_LEVEL", "error");
      try (var consumer = ConsumerProcess.start(lines, settings)) {
        assertThat(consumer.waitFor(40)).isEqualTo(ConsumerMain.EXIT_INVALID_SETTING);
        // Snappy prints a stack trace of its own before that.
        assertThat(consumer.errors().strip().lines().reduce((before, line) -> line))
            .hasValueSatisfying(
                line ->
                    assertThat(line)
                        .startsWith("JDK_JAVA_OPTIONS: ")
                        .contains("java.io.tmpdir", unusable.toString()));
      }
    }
  }
}
