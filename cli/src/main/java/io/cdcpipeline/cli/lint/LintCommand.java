package io.cdcpipeline.cli.lint;

import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.manifest.ManifestFiles;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.cli.output.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
  @Option(
      names = {"-f", "--filename"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or folders; - is stdin. Objects of other kinds are skipped.")
  List<String> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}")
  OutputFormat output;

  private final Terminal terminal;

  public LintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var manifests = ManifestFiles.pipelines(files, System.in);
    var linter = new Linter();
    var findings = manifests.stream().flatMap(m -> linter.findings(m).stream()).toList();
    if (output.isDocument()) {
      terminal.out().print(output.write(Map.of("findings", findings)));
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
