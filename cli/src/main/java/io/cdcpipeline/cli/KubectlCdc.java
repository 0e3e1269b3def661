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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
  /** Knows all others. */
  static final String COMPLETION = "generate-completion";

  @Spec CommandSpec spec;

  /** The commands by name, in the order in which they are listed. */
  private static Map<String, Supplier<Object>> byName(Terminal terminal) {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("status", () -> new StatusCommand(terminal));
    commands.put("lint", () -> new LintCommand(terminal));
    commands.put("plan", () -> new PlanCommand(terminal));
    commands.put("tail", () -> new TailCommand(terminal));
    commands.put("suspend", () -> new SuspendCommand(terminal));
    commands.put("resume", () -> new ResumeCommand(terminal));
    commands.put("restart", () -> new RestartCommand(terminal));
    commands.put("replay", () -> new ReplayCommand(terminal));
    commands.put("trace", () -> new TraceCommand(terminal));
    commands.put("smoke", () -> new SmokeCommand(terminal));
    commands.put("connect", () -> new ConnectCommand(terminal));
    commands.put("report", () -> new ReportCommand(terminal, Version.text()));
    commands.put(COMPLETION, () -> new CompletionCommand(terminal));
    return commands;
  }

  /** Everything, for what lists or looks for commands. */
  static CommandLine commands(Terminal terminal) {
    return commands(byName(terminal));
  }

  /** The command that the first word names, else everything: each takes its time to describe. */
  static CommandLine commands(Terminal terminal, String... arguments) {
    var commands = byName(terminal);
    var first = arguments.length == 0 ? "" : arguments[0];
    if (commands.containsKey(first) && !first.equals(COMPLETION)) {
      commands.keySet().retainAll(Set.of(first));
    }
    return commands(commands);
  }

  private static CommandLine commands(Map<String, Supplier<Object>> commands) {
    var root = new CommandLine(new KubectlCdc());
    commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
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
