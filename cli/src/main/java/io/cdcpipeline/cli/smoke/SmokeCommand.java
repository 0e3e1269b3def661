package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.PipelineArgument;
import io.cdcpipeline.cli.output.Cleanup;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.operator.smoke.SmokeSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tests a pipeline hop by hop. */
@Command(
    name = "smoke",
    description =
        "Change rows of a table of its own and follow them through every hop, as helm test does: a"
            + " Job from the operator's image, which is removed at the end and with Ctrl-C.",
    footer = {
      "",
      "Exit codes: 0 all hops agree, 1 one does not, 3 the cluster cannot be asked or refuses, 4"
          + " not done within --timeout."
    })
public final class SmokeCommand implements Callable<Integer> {
  @Mixin PipelineArgument argument;

  @Mixin SmokeOptions options;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public SmokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (var api = Cluster.open(cluster, terminal)) {
      var target = SmokeTarget.of(argument.of(api));
      var operator = OperatorDeployment.find(api, options.operatorNamespace);
      var prometheus = new PrometheusService(api).url(options.prometheus, operator);
      var job = new SmokeJob(api, new SmokeObjects(target, operator, options, prometheus).all());
      try (var removal = Cleanup.of(() -> remove(job))) {
        job.create();
        return new SmokeWait(api, terminal, job, options.timeout).untilEnd();
      }
    }
  }

  private void remove(SmokeJob job) {
    job.remove()
        .forEach(
            failure -> {
              terminal.err().println("not removed: " + failure);
              terminal.err().flush();
            });
  }

  private void check() {
    for (var hop : options.skip == null ? List.<String>of() : options.skip) {
      if (!SmokeSettings.HOPS.contains(hop)) {
        throw CliException.usage(
            "--skip knows no " + hop, "Expected some of ticdc, prometheus, index and panels.");
      }
    }
    if (options.prometheus != null && !options.prometheus.matches("https?://[^\\s@]+")) {
      throw CliException.usage(
          "--prometheus: \"%s\" is not a URL".formatted(options.prometheus),
          "Expected http:// or https:// without a login.");
    }
    if (options.hopTimeout.isZero() || options.hopTimeout.toSeconds() > 9999) {
      throw CliException.usage("--hop-timeout must be from 1s to 9999s", "");
    }
  }
}
