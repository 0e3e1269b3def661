package io.cdcpipeline.cli.plan;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.Kinds;
import io.cdcpipeline.cli.manifest.FileOptions;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.cli.output.OutputOption;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.plan.Effect.Level;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an apply of files would do. */
@Command(
    name = "plan",
    description =
        "Show what an apply would create, change, restart or lose, against the live cluster."
            + " Nothing is changed: the API server is asked with dryRun=All.",
    footer = {
      "",
      "Exit codes: 0 planned, 1 it would be refused or reaches --fail-on, 3 the cluster cannot be"
          + " asked."
    })
public final class PlanCommand implements Callable<Integer> {
  @Mixin FileOptions files;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      defaultValue = "refuse",
      description = "Exit with 1 from this on: ${COMPLETION-CANDIDATES}; default: refuse.")
  Level failOn;

  @Mixin OutputOption output;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var manifests = files.pipelines();
    try (var api = Cluster.openForSpecs(cluster, terminal)) {
      var planner = new Planner(api, new Kinds(api));
      var plans = manifests.stream().map(planner::plan).toList();
      if (output.format().isDocument()) {
        terminal.out().print(output.format().write(PlanDocument.of(plans)));
      } else {
        var text = new PlanText(terminal.style(), output.format() == OutputFormat.wide);
        plans.forEach(plan -> terminal.out().print(text.of(plan)));
      }
      return plans.stream().anyMatch(plan -> plan.reaches(failOn)) ? ExitCode.NO : ExitCode.OK;
    }
  }
}
