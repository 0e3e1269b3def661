package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/** The operator as its chart installed it: its image and placement are the test's too. */
record OperatorDeployment(Deployment deployment) {
  private static final String CONTAINER = "operator";

  /**
   * The one of that namespace.
   *
   * @throws CliException if there is none
   */
  static OperatorDeployment find(Cluster cluster, String namespace) {
    return cluster
        .ask(
            c ->
                c.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withLabel(Labels.NAME, Labels.OPERATOR)
                    .list()
                    .getItems())
        .stream()
        .findFirst()
        .map(OperatorDeployment::new)
        .orElseThrow(
            () ->
                CliException.unavailable(
                    "no operator in namespace " + namespace,
                    "Name its namespace with --operator-namespace."));
  }

  String namespace() {
    return deployment.getMetadata().getNamespace();
  }

  PodSpec pod() {
    return deployment.getSpec().getTemplate().getSpec();
  }

  Container container() {
    var containers = pod().getContainers();
    return containers.stream()
        .filter(container -> container.getName().equals(CONTAINER))
        .findFirst()
        .orElse(containers.get(0));
  }

  /** One of its settings; empty if the chart leaves it to the default. */
  Optional<String> setting(String name) {
    return container().getEnv().stream()
        .filter(variable -> variable.getName().equals(name) && variable.getValue() != null)
        .map(EnvVar::getValue)
        .findFirst();
  }
}
