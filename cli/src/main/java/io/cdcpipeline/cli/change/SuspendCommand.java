package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses the changefeed. */
@Command(
    name = "suspend",
    description = "Pause the changefeed (spec.suspend: true); everything else stays up.",
    footer = {"", "Exit codes: 0 changed or already so, 3 the cluster cannot be asked or refuses."})
public final class SuspendCommand implements Callable<Integer> {
  @Mixin ChangeOptions options;
  private final Terminal terminal;

  public SuspendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return set(
        options, terminal, true, "suspended; it can be resumed without loss for about a day");
  }

  static int set(ChangeOptions options, Terminal terminal, boolean suspend, String done) {
    try (var cluster = Cluster.open(options.cluster, terminal)) {
      var live = cluster.require(options.name);
      var name = live.getMetadata().getNamespace() + "/" + options.name;
      boolean already = Boolean.TRUE.equals(live.<Boolean>get("spec", "suspend")) == suspend;
      if (!already) {
        new SpecPatch(cluster, options.force).merge(live, "suspend", Map.of("suspend", suspend));
      }
      terminal.out().println(name + (already ? " already " : " ") + done);
      return ExitCode.OK;
    }
  }
}
