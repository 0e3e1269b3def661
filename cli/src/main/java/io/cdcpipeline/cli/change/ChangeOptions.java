package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.cluster.ClusterOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every change of a pipeline needs. */
public final class ChangeOptions {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The pipeline.")
  String name;

  @Option(
      names = "--force",
      description = "Also where another tool, such as Argo CD, owns the field and may put it back.")
  boolean force;

  @Mixin ClusterOptions cluster;
}
