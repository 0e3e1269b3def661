package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.Durations;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputOption;
import io.cdcpipeline.cli.output.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a pipeline does, or all of them. */
@Command(
    name = "status",
    description = "Show where changes are: hop by hop with lag, counts, audit, and what to do.",
    footer = {
      "",
      "Exit codes: 0 ready, 1 not ready, 3 the cluster cannot be asked, 4 not ready within"
          + " --timeout."
    })
public final class StatusCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The pipeline; none: a list.")
  String name;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "List the pipelines of all namespaces.")
  boolean everywhere;

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again whenever it changes, until Ctrl-C.")
  boolean watch;

  @Option(names = "--wait", description = "Wait until it is ready.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Durations.class,
      description = "How long --wait waits, e.g. 90s; default: ${DEFAULT-VALUE}.")
  Duration timeout;

  @Option(names = "--no-counts", description = "Do not ask the consumers for their counters.")
  boolean noCounts;

  @Mixin OutputOption output;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (var api = Cluster.open(cluster, terminal)) {
      var view = new StatusView(api, terminal, output.format(), !noCounts);
      if (watch) {
        return new StatusWatch(terminal).show(() -> view.render(name, everywhere).text());
      }
      if (wait) {
        return new StatusWait(api, terminal).until(name, timeout, view);
      }
      var rendered = view.render(name, everywhere);
      terminal.out().print(rendered.text());
      return rendered.ready() ? ExitCode.OK : ExitCode.NO;
    }
  }

  private void check() {
    if (wait && name == null) {
      throw CliException.usage("--wait needs the NAME of a pipeline", "");
    }
    if (name != null && everywhere) {
      throw CliException.usage("a NAME is in one namespace: use -n in place of -A", "");
    }
    if (watch && (wait || output.format().isDocument())) {
      throw CliException.usage(
          "--watch goes neither with --wait nor with -o " + output.format(), "");
    }
  }
}
