package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;

/** The pipeline's dashboard, in a ConfigMap that Grafana's sidecar loads. */
final class DashboardManifest {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(DashboardManifest.class, "dashboard-configmap.yaml");
  private static final TextTemplate DASHBOARD =
      TextTemplate.load(DashboardManifest.class, "dashboard.json");

  private DashboardManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return BASE.named(names, names.pipeline() + "-dashboard", ComponentName.MONITORING)
        .setAll("/data", Map.of(new GrafanaNames(names).dashboardFile(), dashboard(pipeline)))
        .build();
  }

  /** The dashboard's JSON; without Elasticsearch, it has no panels of events. */
  static String dashboard(CdcPipeline pipeline) {
    var grafana = new GrafanaNames(ResourceNames.of(pipeline));
    var placeholders = new HashMap<>(MetricSelectors.placeholders(pipeline));
    placeholders.replaceAll(
        (placeholder, value) -> value.replace("\"", "\\\"")); // inside JSON strings
    placeholders.put("uid", grafana.dashboardUid());
    placeholders.put("events", grafana.dataSourceUid());
    try {
      var dashboard = (ObjectNode) Json.JSON.readTree(DASHBOARD.fill(placeholders));
      if (!pipeline.getSpec().search().enabled() || pipeline.getSpec().search().loki() != null) {
        var panels = dashboard.withArray("panels").elements();
        while (panels.hasNext()) {
          if (panels.next().at("/datasource/type").asText().equals("elasticsearch")) {
            panels.remove();
          }
        }
      }
      return Json.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(dashboard);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
