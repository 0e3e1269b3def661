package io.cdcpipeline.cli.manifest;

import java.util.List;
import picocli.CommandLine.Option;

/** Which files a command reads. */
public final class FileOptions {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or folders; - is stdin. Objects of other kinds are skipped.")
  List<String> files;

  /** The pipelines in them. */
  public List<Manifest> pipelines() {
    return ManifestFiles.pipelines(files, System.in);
  }
}
