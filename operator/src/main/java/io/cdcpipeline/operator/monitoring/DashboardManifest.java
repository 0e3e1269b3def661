package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/** The pipeline's dashboard, in a ConfigMap that Grafana's sidecar loads. */
final class DashboardManifest {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(DashboardManifest.class, "dashboard-configmap.yaml");

  private DashboardManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return BASE.named(names, names.dashboard(), ComponentName.MONITORING)
        .setAll(
            "/data",
            Map.of(
                new GrafanaNames(names).dashboardFile(), PipelineDashboard.of(pipeline).compact()))
        .build();
  }
}
