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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operator's jar as a process; its only setting is where the API server is. */
public final class OperatorRunner implements Supervisor.Server {
  private static final int HEAP_MEGABYTES = 128;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final Endpoint metrics = Endpoint.free();
  private final Map<String, String> settings = new HashMap<>();
  private ChildProcess process;

  OperatorRunner(Cluster cluster, Path kubeconfig) {
    this.cluster = cluster;
    settings.put("KUBECONFIG", kubeconfig.toString());
    settings.put("WATCH_NAMESPACES", cluster.namespace());
    settings.put("METRICS_PORT", String.valueOf(metrics.port()));
    settings.put("METRICS_HOST", metrics.host());
  }

  /** Changes a setting of its environment; for the next start. */
  public void set(String setting, String value) {
    settings.put(setting, value);
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
        cluster.children().start(Command.of("operator", line, log()).withEnvironment(settings));
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
