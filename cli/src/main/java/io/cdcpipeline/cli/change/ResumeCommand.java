package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes a changefeed that {@code suspend} paused. */
@Command(
    name = "resume",
    description = "Resume the changefeed where it was (spec.suspend: false).",
    footer = {"", "Exit codes: 0 changed or already so, 3 the cluster cannot be asked or refuses."})
public final class ResumeCommand implements Callable<Integer> {
  @Mixin ChangeOptions options;
  private final Terminal terminal;

  public ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return SuspendCommand.set(options, terminal, false, "resumed");
  }
}
