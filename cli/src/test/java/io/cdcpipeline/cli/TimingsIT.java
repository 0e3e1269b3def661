package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the launcher takes until a person sees something, into docs/cli.md. Only on demand and
 * on a machine that does nothing else: {@code -Dtimings=JAVA_HOME,JAVA_HOME}, after the jar is
 * made.
 */
@EnabledIfSystemProperty(named = "timings", matches = ".+")
class TimingsIT {
  private static final String START = "<!-- timings: written by TimingsIT -->\n";
  private static final String END = "<!-- /timings -->";
  private static final int CACHED_RUNS = 5;
  private static final int PLAIN_RUNS = 3;
  private static final String INTRODUCTION =
      """
      From the launcher's start to its first output, with an API server on the same machine: the median of %d runs with the cache and
      of %d without, at a load of %s. On a terminal that is the line that says what is waited for, else the answer.

      """;
  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "status -n shop",
          "status shop -n shop",
          "lint -f PLAN/grow.yaml",
          "plan -f PLAN/grow.yaml",
          "tail shop -n shop --no-follow",
          "trace shop.orders 1 shop -n shop",
          "suspend shop -n shop",
          "resume shop -n shop",
          "restart shop -n shop --from now",
          "restart shop -n shop --consumer",
          "replay shop -n shop --from earliest",
          "smoke shop -n shop --timeout 0s",
          "connect sql shop -n shop --print",
          "report shop -n shop --file REPORT",
          "generate-completion");

  @TempDir Path folder;

  @Test
  void everyCommandSaysSomethingSoon() throws Exception {
    var homes = Stream.of(System.getProperty("timings").split(",", -1)).map(Path::of).toList();
    var load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    var head = new StringBuilder("| Command |");
    var rows = new ArrayList<>(COMMANDS.stream().map(TimingsIT::row).toList());
    try (var cluster = TestCluster.start()) {
      cluster.applyFile("rights.yaml");
      cluster.applyFile("operator.yaml");
      try (var consumers = new ConsumerStandIns(cluster, folder)) {
        assertThat(consumers.log(0)).exists();
        for (var home : homes) {
          var launcher = new Launcher(home, cluster, folder);
          head.append(" %s, terminal | answer | without cache |".formatted(launcher.version()));
          for (int i = 0; i < rows.size(); i++) {
            var command = COMMANDS.get(i);
            var terminal = launcher.median(command, true, true);
            var cached = launcher.median(command, true, false);
            var plain = launcher.median(command, false, false);
            rows.set(
                i, rows.get(i) + " %d ms | %d ms | %d ms |".formatted(terminal, cached, plain));
          }
        }
      }
    }
    var table =
        "%s%n|%s%n%s%n"
            .formatted(head, "---|".repeat(1 + 3 * homes.size()), String.join("\n", rows));
    var page = Golden.root().resolve("docs/cli.md");
    var text = Files.readString(page);
    Files.writeString(
        page,
        text.substring(0, text.indexOf(START) + START.length())
            + INTRODUCTION.formatted(CACHED_RUNS, PLAIN_RUNS, load)
            + table
            + text.substring(text.indexOf(END)));
  }

  private static String row(String command) {
    return "| `%s` |"
        .formatted(
            command
                .replace("status shop", "status NAME")
                .replaceAll(" -n shop| shop(?= )| --no-follow| --timeout 0s| --file REPORT", "")
                .replace("PLAN/grow.yaml", "FILE"));
  }

  /** The launcher with one Java. */
  private record Launcher(Path home, TestCluster cluster, Path folder) {
    String version() throws IOException {
      var release = Files.readString(home.resolve("release"));
      return "JDK " + release.replaceAll("(?s).*JAVA_VERSION=\"(\\d+).*", "$1");
    }

    /** Milliseconds until the first byte; the cache is there before, or is not made. */
    long median(String command, boolean cached, boolean terminal) throws Exception {
      var cache = folder.resolve("cache-" + home.getFileName());
      if (cached && !(Files.exists(cache) && made(cache))) {
        run(command, cache, false);
        await().atMost(Duration.ofMinutes(2)).until(() -> made(cache));
      }
      var times = new ArrayList<Long>();
      for (int i = 0; i < (cached ? CACHED_RUNS : PLAIN_RUNS); i++) {
        times.add(run(command, cached ? cache : Path.of("/proc/none"), terminal));
      }
      times.sort(null);
      return times.get(times.size() / 2);
    }

    private static boolean made(Path cache) throws IOException {
      try (var files = Files.list(cache)) {
        return files.anyMatch(file -> file.toString().endsWith(".jsa"));
      }
    }

    private long run(String command, Path cache, boolean terminal) throws Exception {
      var report = folder.resolve("report.zip");
      Files.deleteIfExists(report);
      var line = new ArrayList<String>();
      line.add(Golden.root().resolve("cli/bin/kubectl-cdc").toString());
      line.addAll(
          List.of(
              command
                  .replace("PLAN", Golden.root().resolve("cli/src/test/resources/plan").toString())
                  .replace("REPORT", report.toString())
                  .split(" ", -1)));
      var onTerminal = List.of("script", "-qec", String.join(" ", line), "/dev/null");
      var builder = new ProcessBuilder(terminal ? onTerminal : line).redirectErrorStream(true);
      builder.environment().putAll(cluster.environment());
      builder.environment().put("JAVA_HOME", home.toString());
      builder.environment().put("TERM", "xterm");
      builder.environment().put("KUBECTL_CDC_CACHE", cache.toString());
      long start = System.nanoTime();
      var process = builder.start();
      assertThat(process.getInputStream().read()).as(command).isNotNegative();
      long took = System.nanoTime() - start;
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).as(command).isIn(0, 1, 4);
      return Duration.ofNanos(took).toMillis();
    }
  }
}
