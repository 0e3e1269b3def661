package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;

/** The pipeline on one page, in the ConfigMap from which Grafana's sidecar takes it. */
final class DashboardManifest {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(DashboardManifest.class, "dashboard-configmap.yaml");
  private static final TextTemplate PAGE =
      TextTemplate.load(DashboardManifest.class, "dashboard.json");

  private DashboardManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return BASE.named(names, names.pipeline() + "-dashboard", MonitoringStage.COMPONENT)
        .set(page(pipeline), "data", new GrafanaNames(names).dashboardFile())
        .build();
  }

  /** Without searchable events there is nothing for their table to show. */
  static String page(CdcPipeline pipeline) {
    var grafana = new GrafanaNames(ResourceNames.of(pipeline));
    var places = new HashMap<>(MetricSelectors.places(pipeline));
    places.replaceAll((place, value) -> value.replace("\"", "\\\"")); // inside JSON strings
    places.put("uid", grafana.dashboardUid());
    places.put("events", grafana.dataSourceUid());
    try {
      var page = (ObjectNode) Json.JSON.readTree(PAGE.fill(places));
      if (!pipeline.getSpec().search().enabled()) {
        var panels = page.withArray("panels").elements();
        while (panels.hasNext()) {
          if (panels.next().at("/datasource/type").asText().equals("elasticsearch")) {
            panels.remove();
          }
        }
      }
      return Json.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
