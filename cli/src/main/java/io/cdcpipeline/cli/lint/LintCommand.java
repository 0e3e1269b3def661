package io.cdcpipeline.cli.lint;

import io.cdcpipeline.cli.manifest.FileOptions;
import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputOption;
import io.cdcpipeline.cli.output.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether files would be accepted, without a cluster. */
@Command(
    name = "lint",
    description =
        "Check files with CdcPipelines without a cluster: fields, values, and the rules between"
            + " them.",
    footer = {
      "",
      "Exit codes: 0 nothing found, 1 something would be refused, 2 a file cannot be read."
    })
public final class LintCommand implements Callable<Integer> {
  @Mixin FileOptions files;

  @Mixin OutputOption output;

  private final Terminal terminal;

  public LintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Begins to read the CRD and to load what checks it, on other threads. */
  public static void preload() {
    Linter.preload();
  }

  @Override
  public Integer call() {
    terminal.progress().waitFor("the rules of the CRD");
    var linter = new Linter();
    var manifests = files.pipelines();
    var findings = manifests.stream().flatMap(m -> linter.findings(m).stream()).toList();
    if (output.format().isDocument()) {
      terminal.out().print(output.format().write(Map.of("findings", findings)));
    } else {
      findings.forEach(finding -> terminal.out().println(finding));
      terminal.err().println(summary(manifests, findings.size()));
    }
    return findings.isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private static String summary(List<Manifest> manifests, int findings) {
    return "%d %s, %s"
        .formatted(
            manifests.size(),
            manifests.size() == 1 ? "pipeline" : "pipelines",
            findings == 0 ? "nothing to complain about" : findings + " to correct");
  }
}
