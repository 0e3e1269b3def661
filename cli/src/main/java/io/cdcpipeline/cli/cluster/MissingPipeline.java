package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** Finds what was meant by the name of a pipeline that does not exist. */
record MissingPipeline(Cluster cluster) {

  CliException named(String name) {
    return CliException.unavailable(
        "no pipeline \"%s\" in namespace %s".formatted(name, cluster.namespace()), advice(name));
  }

  private String advice(String name) {
    var here = cluster.list(false);
    if (!here.isEmpty()) {
      return "Pipelines there: " + names(here) + ".";
    }
    var elsewhere =
        everywhere().stream().filter(p -> p.getMetadata().getName().equals(name)).toList();
    return elsewhere.isEmpty()
        ? "There is none in this namespace: choose another with -n, or list all with -A."
        : "There is one in namespace %s: add -n %s."
            .formatted(
                elsewhere.get(0).getMetadata().getNamespace(),
                elsewhere.get(0).getMetadata().getNamespace());
  }

  /** Few may list all namespaces. */
  private List<GenericKubernetesResource> everywhere() {
    try {
      return cluster.list(true);
    } catch (CliException e) {
      return List.of();
    }
  }

  private static String names(List<GenericKubernetesResource> pipelines) {
    return String.join(", ", pipelines.stream().map(p -> p.getMetadata().getName()).toList());
  }
}
