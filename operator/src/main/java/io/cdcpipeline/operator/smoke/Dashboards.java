package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The dashboards of a pipeline, as the sidecar of Grafana finds them. */
final class Dashboards {
  private Dashboards() {}

  /** The panels of every dashboard in a ConfigMap; none where there is no such ConfigMap. */
  static List<Panel> panels(KubernetesClient client, ResourceNames names, String configMap) {
    var found = client.configMaps().inNamespace(names.namespace()).withName(configMap).get();
    if (found == null || found.getData() == null) {
      return List.of();
    }
    var variables = PanelVariables.of(names);
    return found.getData().values().stream()
        .flatMap(dashboard -> Panel.of(dashboard, variables).stream())
        .toList();
  }
}
