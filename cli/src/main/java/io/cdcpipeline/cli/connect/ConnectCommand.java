package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.PipelineArgument;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.Terminal;
import java.io.IOException;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Connects this machine with a system of a pipeline. */
@Command(
    name = "connect",
    description =
        "Forward a port to a system of the pipeline, say how to log in, and start a MySQL client if"
            + " there is one. Ctrl-C ends it.",
    footer = {
      "",
      "Exit codes: 0 ended, 3 the cluster cannot be asked; with sql: the client's own."
    })
public final class ConnectCommand implements Callable<Integer> {
  private static final long LOOK_AGAIN_MILLIS = 500;

  /** The systems of a pipeline. */
  enum Systems {
    sql,
    kafka,
    search,
    grafana
  }

  @Parameters(index = "0", paramLabel = "SYSTEM", description = "${COMPLETION-CANDIDATES}")
  Systems system;

  @Mixin PipelineArgument argument;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port on this machine; default: any that is free.")
  int port;

  @Option(names = "--print", description = "Only say how to connect, and end.")
  boolean print;

  @Option(
      names = "--grafana-namespace",
      paramLabel = "NAME",
      defaultValue = "monitoring",
      description = "Where Grafana runs; default: ${DEFAULT-VALUE}.")
  String grafanaNamespace;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public ConnectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (var api = Cluster.openForSpecs(cluster, terminal)) {
      var pipeline = Cluster.typed(argument.of(api));
      var target =
          switch (system) {
            case sql -> Target.sql(api, pipeline);
            case kafka -> Target.kafka(api, pipeline);
            case search -> Target.search(api, pipeline);
            case grafana -> Target.grafana(api, grafanaNamespace);
          };
      try (var tunnel = Tunnel.open(api, target.address(), port)) {
        terminal.out().print(new Directions(system, api.namespace()).text(target, tunnel));
        terminal.checkOpen();
        var client = SqlClient.find(terminal.environment());
        if (system == Systems.sql && !print && terminal.interactive() && client.isPresent()) {
          int code = client.get().interactive(tunnel, target.login());
          tunnel.failures().forEach(this::report);
          return code;
        }
        if (!print && tunnel.forward() != null) {
          untilInterrupted(tunnel);
        }
        return ExitCode.OK;
      }
    }
  }

  /** What goes wrong behind an open port is seen by nobody else. */
  private void untilInterrupted(Tunnel tunnel) throws InterruptedException {
    var reported = new HashSet<String>();
    var never = new CountDownLatch(1);
    do {
      tunnel.failures().stream().filter(reported::add).forEach(this::report);
    } while (!never.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void report(String failure) {
    terminal.err().println(terminal.style().of(Health.FAILING, "error: ") + failure);
    terminal.err().flush();
  }
}
