package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operator's jar as a process; its only setting is where the API server is. */
public final class OperatorRunner implements Supervisor.Server {
  private static final int HEAP_MEGABYTES = 128;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final Path kubeconfig;
  private final Endpoint metrics = Endpoint.free();
  private ChildProcess process;

  OperatorRunner(Cluster cluster, Path kubeconfig) {
    this.cluster = cluster;
    this.kubeconfig = kubeconfig;
  }

  @Override
  public boolean crashed() {
    return process.crashed();
  }

  @Override
  public void start() {
    List<String> line =
        JavaCommand.withHeap(HEAP_MEGABYTES)
            .names(cluster.hostsFile())
            .jar(Installation.current().operator());
    process =
        cluster
            .children()
            .start(
                Command.of("operator", line, log())
                    .withEnvironment(
                        Map.of(
                            "KUBECONFIG", kubeconfig.toString(),
                            "WATCH_NAMESPACES", cluster.namespace(),
                            "METRICS_PORT", String.valueOf(metrics.port()),
                            "METRICS_HOST", metrics.host())));
    process.awaitReady(START_TIMEOUT, metrics::accepts);
  }

  public void stop() {
    process.stop();
  }

  /** Ends the operator as a crash would. */
  public void kill() {
    process.kill();
  }

  boolean alive() {
    return process.alive();
  }

  public Path log() {
    return cluster.directory().resolve("operator.log");
  }

  public String metricsUrl() {
    return "http://" + metrics + "/metrics";
  }
}
