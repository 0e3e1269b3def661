package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ContainerLog;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The test's table, line by line as the pod writes it. */
final class SmokeLog {
  private final Cluster cluster;
  private final Terminal terminal;
  private final ContainerLog log;
  private final List<String> lines = new ArrayList<>();
  private final Thread follower = new Thread(this::follow, "smoke test's log");

  private SmokeLog(Cluster cluster, Terminal terminal, Pod pod) {
    this.cluster = cluster;
    this.terminal = terminal;
    log = new ContainerLog(cluster, pod, "smoke");
  }

  /**
   * Prints what there is, and what comes.
   *
   * @throws CliException if it may not be read: a watch would just end
   */
  static SmokeLog follow(Cluster cluster, Terminal terminal, Pod pod) {
    var table = new SmokeLog(cluster, terminal, pod);
    table.log.requireReadable();
    table.follower.setDaemon(true);
    table.follower.start();
    return table;
  }

  private void follow() {
    try {
      ContainerLog.read(cluster.ask(c -> log.resource().watchLog()), this::print);
    } catch (IOException | CliException e) {
      // Whatever is missing is read at the end, which also says why it cannot be.
      return;
    }
  }

  /** All lines, once the pod has ended; a connection that ended before it is made up for. */
  List<String> complete() throws InterruptedException {
    follower.join(TimeUnit.SECONDS.toMillis(5));
    var all = cluster.ask(c -> log.resource().getLog()).lines().toList();
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
}
