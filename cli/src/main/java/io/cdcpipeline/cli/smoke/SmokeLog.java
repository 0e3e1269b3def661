package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The test's table, line by line as the pod writes it. */
final class SmokeLog {
  private final Cluster cluster;
  private final Terminal terminal;
  private final Pod pod;
  private final List<String> lines = new ArrayList<>();
  private final Thread follower = new Thread(this::follow, "smoke test's log");

  private SmokeLog(Cluster cluster, Terminal terminal, Pod pod) {
    this.cluster = cluster;
    this.terminal = terminal;
    this.pod = pod;
  }

  /**
   * Prints what there is, and what comes.
   *
   * @throws CliException if it may not be read: a watch would just end
   */
  static SmokeLog follow(Cluster cluster, Terminal terminal, Pod pod) {
    var log = new SmokeLog(cluster, terminal, pod);
    cluster.ask(c -> log.container(c).tailingLines(0).getLog());
    log.follower.setDaemon(true);
    log.follower.start();
    return log;
  }

  private void follow() {
    try (var watch = cluster.ask(c -> container(c).watchLog());
        var reader =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        print(line);
      }
    } catch (IOException | CliException e) {
      // Whatever is missing is read at the end, which also says why it cannot be.
      return;
    }
  }

  /** All lines, once the pod has ended; a connection that ended before it is made up for. */
  List<String> complete() throws InterruptedException {
    follower.join(TimeUnit.SECONDS.toMillis(5));
    var all = cluster.ask(c -> container(c).getLog()).lines().toList();
    synchronized (lines) {
      all.stream().skip(lines.size()).forEach(this::print);
      return List.copyOf(lines);
    }
  }

  /** What was seen of it. */
  List<String> printed() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void print(String line) {
    synchronized (lines) {
      lines.add(line);
      terminal.out().println(PlainText.safe(line));
      terminal.out().flush();
    }
  }

  private ContainerResource container(KubernetesClient client) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .inContainer("smoke");
  }
}
