package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import picocli.CommandLine.Parameters;

/** The last argument of commands about one pipeline, whose name may be left out. */
public final class PipelineArgument {
  @Parameters(
      index = "+",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The pipeline; default: the only one of the namespace.")
  String name;

  /**
   * The pipeline that is meant.
   *
   * @throws CliException if there is none, or more than one and no name
   */
  public GenericKubernetesResource of(Cluster cluster) {
    return cluster.requireOrOnly(name);
  }
}
