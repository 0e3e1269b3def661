package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The operator's jar as the smoke test, as the Job runs it; what it printed, and its exit code. */
record SmokeProcess(int status, String table) {
  /**
   * Runs it against the demo's pipeline.
   *
   * @param more settings beside those that tell it where the demo is
   */
  static SmokeProcess run(Demo demo, Session session, Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("KUBECONFIG", demo.kubeconfig().toString());
    settings.put("SMOKE_PIPELINE", demo.cluster().namespace() + "/" + demo.pipelineName());
    settings.put("CONSUMER_METRICS_URLS", metrics(session));
    settings.putAll(more);
    List<String> line =
        JavaCommand.withHeap(96)
            .names(demo.cluster().hostsFile())
            .jar(Installation.current().operator(), "--smoke");
    try {
      var builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().putAll(settings);
      var process = builder.start();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      System.out.println(printed);
      return new SmokeProcess(process.waitFor(), printed);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String metrics(Session session) {
    return session.consumers().stream()
        .map(replica -> replica.metricsUrl())
        .collect(Collectors.joining(","));
  }

  /** The row of the hop whose name begins so. */
  String row(String hop) {
    return table.lines().filter(row -> row.startsWith(hop)).findFirst().orElse("");
  }
}
