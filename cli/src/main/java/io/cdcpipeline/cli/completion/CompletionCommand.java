package io.cdcpipeline.cli.completion;

import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A script that completes {@code kubectl-cdc}. */
@Command(
    name = "generate-completion",
    description = {
      "Print a script for bash and zsh that completes kubectl-cdc:",
      "  source <(kubectl-cdc generate-completion)",
      "`kubectl cdc` itself completes with kubectl_complete-cdc on the PATH."
    })
public final class CompletionCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  private final Terminal terminal;

  public CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(AutoComplete.bash("kubectl-cdc", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
