package io.cdcpipeline.cli;

import io.cdcpipeline.cli.output.Progress;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.testkit.files.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs every command once, against an API server of its own, so that the class cache that the
 * launcher makes has their classes.
 */
final class ClassCacheTraining {
  /** The first word, of the launcher alone. */
  static final String REQUEST = "__train";

  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec: {changefeed: {tables: ["shop.*"]}, consumer: {replicas: 2}}
      """;

  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "lint -f PIPELINE",
          "status -n shop",
          "status shop -n shop",
          "plan -f PIPELINE",
          "tail shop -n shop --no-follow",
          "trace shop.orders 1 shop -n shop",
          "suspend shop -n shop",
          "resume shop -n shop",
          "restart shop -n shop --consumer",
          "smoke shop -n shop --timeout 0s",
          "connect sql shop -n shop --print",
          "report shop -n shop --file REPORT");

  private ClassCacheTraining() {}

  static void run() {
    try {
      var folder = Files.createTempDirectory("kubectl-cdc");
      try (var cluster = new TrainingCluster(folder)) {
        run(folder, cluster.kubeconfig());
      } finally {
        TemporaryFolder.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder, String config) throws IOException {
    var kubeconfig = Files.writeString(folder.resolve("config"), config);
    var pipeline = Files.writeString(folder.resolve("shop.yaml"), PIPELINE);
    var report = folder.resolve("report.zip");
    var quiet = new PrintWriter(Writer.nullWriter());
    var environment = Map.of("KUBECONFIG", kubeconfig.toString());
    var terminal =
        new Terminal(quiet, quiet, false, true, environment, Clock.systemUTC(), Progress.NONE);
    for (var command : COMMANDS) {
      var words =
          command.replace("PIPELINE", pipeline.toString()).replace("REPORT", report.toString());
      Invocation.run(terminal, words.split(" ", -1));
    }
  }
}
