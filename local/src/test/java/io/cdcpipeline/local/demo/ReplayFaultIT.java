package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A replay of more lines than the kubelet would keep in a file, while what has to read them is
 * away: it never writes more than a window ahead, and in the end every document is there.
 */
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class ReplayFaultIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** Some 20 MiB of lines. */
  private static final int ROWS = 45_000;

  private static final long WINDOW = 8 << 20;

  /** What is written at one time. */
  private static final long BLOCK = 512 << 10;

  private final FaultPlatform platform;
  private final Demo demo;
  private final ElasticsearchAdmin elasticsearch;
  private static int nonce;
  private static long documents;

  ReplayFaultIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
    elasticsearch =
        new ElasticsearchAdmin(demo.platform().search().node(demo.pipelineName()).orElseThrow());
  }

  @BeforeEach
  void loseAllDocuments() {
    demo.awaitReady();
    if (documents == 0) {
      platform.workload().insert(TABLE, ROWS, 500);
    }
    platform.awaitEqualData();
    documents = count();
    elasticsearch.deleteIndices("cdc-events-*");
    assertThat(count()).isZero();
  }

  @Test
  @FailureMode(
      fault = "Filebeat or Elasticsearch hangs for minutes during a replay",
      effect =
          "the replay stops 8 MiB after the last lines that were found, less than the kubelet"
              + " keeps, and goes on by itself; every document is there afterwards",
      shown = "`status.replay.message`, with the time since when it waits")
  void waitsForFilebeat() {
    startReplay();
    long before = awaitWritten(1 << 20);
    long most = before + WINDOW + BLOCK;
    try (var frozen = FrozenProcess.of("ShipperMain")) {
      awaitStandstill(most);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(message())
                      .startsWith("waiting since ")
                      .contains("until what it has written is found in Elasticsearch"));
      assertThat(written()).isBetween(WINDOW, most);
    }
    awaitEverything();
  }

  @Test
  @FailureMode(
      fault = "The operator is away during a replay",
      effect = "the replay stops 8 MiB after what was found last, and goes on with the operator",
      shown = "`status.replay` does not change")
  void waitsForTheOperator() {
    startReplay();
    awaitWritten(1 << 20);
    demo.operator().kill();
    try {
      awaitStandstill(written() + WINDOW + BLOCK);
    } finally {
      demo.operator().start();
    }
    awaitEverything();
  }

  /** Waiting for what is found must not make it slower than its own pace of a mebibyte a second. */
  @Test
  void keepsItsPaceWhileEverythingIsWell() {
    startReplay();
    awaitWritten(1);
    long begin = System.nanoTime();
    long[] most = {0};
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              most[0] = Math.max(most[0], written());
              return "Succeeded".equals(replay("state"));
            });
    double seconds = (System.nanoTime() - begin) / 1e9;
    double rate = most[0] / seconds / (1 << 20);
    System.out.printf(
        "replay | %.1f MiB in %.1f s, until all is found | %.2f MiB/s%n",
        most[0] / (double) (1 << 20), seconds, rate);
    assertThat(rate).isGreaterThan(0.6);
    awaitEverything();
  }

  private void startReplay() {
    platform.changeSpec(
        Map.of("replay", Map.of("nonce", ++nonce, "from", Map.of("earliest", true))));
  }

  private long awaitWritten(long bytes) {
    await().atMost(TIMEOUT).until(() -> written() > bytes);
    return written();
  }

  /** At a mebibyte a second, all would be written within the time that this takes. */
  private void awaitStandstill(long most) {
    await()
        .during(Duration.ofSeconds(25))
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(written()).isPositive().isLessThan(most));
    long size = written();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(30))
        .until(() -> written() == size);
  }

  private void awaitEverything() {
    await().atMost(TIMEOUT).until(() -> "Succeeded".equals(replay("state")));
    assertThat(replay("nonce")).isEqualTo(nonce);
    elasticsearch.post("/cdc-events-*/_refresh", "");
    assertThat(count()).isEqualTo(documents);
    platform.awaitEqualData();
  }

  private String message() {
    return String.valueOf(replay("message"));
  }

  private Object replay(String field) {
    return demo.live().get("status", "replay", field);
  }

  private long count() {
    String answer = elasticsearch.get("/cdc-events-*/_count?filter_path=count");
    return Long.parseLong(answer.replaceAll("\\D", ""));
  }

  /** The bytes in the logs of the replay's pods. */
  private long written() {
    try (Stream<Path> files = Files.walk(demo.cluster().directory().resolve("logs"))) {
      List<Path> logs =
          files.filter(file -> file.getFileName().toString().contains("-replay-")).toList();
      long bytes = 0;
      for (Path log : logs) {
        bytes += Files.exists(log) ? Files.size(log) : 0;
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
