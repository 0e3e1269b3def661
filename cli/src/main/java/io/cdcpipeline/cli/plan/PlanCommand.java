package io.cdcpipeline.cli.plan;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.Kinds;
import io.cdcpipeline.cli.manifest.ManifestFiles;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.plan.Effect.Level;
import java.util.List;
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
  @Option(
      names = {"-f", "--filename"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or folders; - is stdin. Objects of other kinds are skipped.")
  List<String> files;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      defaultValue = "refuse",
      description = "Exit with 1 from this on: ${COMPLETION-CANDIDATES}; default: refuse.")
  Level failOn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}")
  OutputFormat output;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var manifests = ManifestFiles.pipelines(files, System.in);
    try (var api = Cluster.open(cluster, terminal.environment())) {
      var planner = new Planner(api, new Kinds(api));
      var plans = manifests.stream().map(planner::plan).toList();
      if (output.isDocument()) {
        terminal.out().print(output.write(PlanDocument.of(plans)));
      } else {
        var text = new PlanText(terminal.style(), output == OutputFormat.wide);
        plans.forEach(plan -> terminal.out().print(text.of(plan)));
      }
      return plans.stream().anyMatch(plan -> plan.reaches(failOn)) ? ExitCode.NO : ExitCode.OK;
    }
  }
}
