package io.cdcpipeline.cli;

import io.cdcpipeline.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs what most commands need, once and without a cluster, so that the class cache that the
 * launcher makes has their classes.
 */
final class ClassCacheTraining {
  /** The first word, of the launcher alone. */
  static final String REQUEST = "__train";

  /** Nobody listens there: the client is built, and its error explained. */
  private static final String KUBECONFIG =
      """
      current-context: none
      contexts: [{name: none, context: {cluster: none, user: none}}]
      clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
      users: [{name: none, user: {token: none}}]
      """;

  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop}
      spec: {changefeed: {tables: ["shop.*"]}}
      """;

  private ClassCacheTraining() {}

  static void run() {
    try {
      var folder = Files.createTempDirectory("kubectl-cdc");
      var kubeconfig = Files.writeString(folder.resolve("config"), KUBECONFIG);
      var pipeline = Files.writeString(folder.resolve("shop.yaml"), PIPELINE);
      var quiet = new PrintWriter(Writer.nullWriter());
      var environment = Map.of("KUBECONFIG", kubeconfig.toString());
      var terminal = new Terminal(quiet, quiet, false, true, environment, Clock.systemUTC());
      Invocation.run(terminal, "--help");
      Invocation.run(terminal, "lint", "-f", pipeline.toString());
      Invocation.run(terminal, "status");
      for (var file : List.of(kubeconfig, pipeline, folder)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
