package io.cdcpipeline.cli;

import io.cdcpipeline.cli.change.ReplayCommand;
import io.cdcpipeline.cli.change.RestartCommand;
import io.cdcpipeline.cli.change.ResumeCommand;
import io.cdcpipeline.cli.change.SuspendCommand;
import io.cdcpipeline.cli.completion.CompletionCommand;
import io.cdcpipeline.cli.connect.ConnectCommand;
import io.cdcpipeline.cli.lint.LintCommand;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.plan.PlanCommand;
import io.cdcpipeline.cli.report.ReportCommand;
import io.cdcpipeline.cli.smoke.SmokeCommand;
import io.cdcpipeline.cli.status.StatusCommand;
import io.cdcpipeline.cli.tail.TailCommand;
import io.cdcpipeline.cli.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "kubectl cdc",
    description = "Look after CdcPipelines: see where changes are, and change pipelines safely.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Rights and exit codes of each command: docs/cli.md."})
final class KubectlCdc implements Runnable {
  @Spec CommandSpec spec;

  /** The commands in the order in which they are listed. */
  static CommandLine commands(Terminal terminal) {
    var root = new CommandLine(new KubectlCdc());
    root.addSubcommand(new StatusCommand(terminal));
    root.addSubcommand(new LintCommand(terminal));
    root.addSubcommand(new PlanCommand(terminal));
    root.addSubcommand(new TailCommand(terminal));
    root.addSubcommand(new SuspendCommand(terminal));
    root.addSubcommand(new ResumeCommand(terminal));
    root.addSubcommand(new RestartCommand(terminal));
    root.addSubcommand(new ReplayCommand(terminal));
    root.addSubcommand(new TraceCommand(terminal));
    root.addSubcommand(new SmokeCommand(terminal));
    root.addSubcommand(new ConnectCommand(terminal));
    root.addSubcommand(new ReportCommand(terminal, Version.text()));
    root.addSubcommand(new CompletionCommand(terminal));
    root.getSubcommands()
        .values()
        .forEach(
            c -> c.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version()));
    return root;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing COMMAND");
  }
}
