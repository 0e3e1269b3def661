package io.cdcpipeline.cli;

import io.cdcpipeline.cli.cluster.ClientPreload;
import io.cdcpipeline.cli.completion.Completion;
import io.cdcpipeline.cli.lint.LintCommand;

/** Uses another core while picocli describes the command, for an earlier first output. */
final class Preload {
  private Preload() {}

  /** Begins with what the command that the first word names will need, if there is another core. */
  static void start(String... arguments) {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return;
    }
    var first = arguments.length == 0 ? "" : arguments[0];
    switch (first) {
      case "", KubectlCdc.COMPLETION, Completion.REQUEST -> {}
      case "lint" -> LintCommand.preload();
      default -> {
        if (!first.startsWith("-")) {
          ClientPreload.start();
        }
      }
    }
  }
}
