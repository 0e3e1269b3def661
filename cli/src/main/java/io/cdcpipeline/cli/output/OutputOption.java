package io.cdcpipeline.cli.output;

import picocli.CommandLine.Option;

/** How a command prints its result. */
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}")
  OutputFormat format;

  public OutputFormat format() {
    return format;
  }
}
