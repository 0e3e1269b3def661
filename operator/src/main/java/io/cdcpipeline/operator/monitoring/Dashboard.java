package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Json;
import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.child.Manifest;
import io.cdcpipeline.operator.child.TextTemplate;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;

/** The pipeline on one page, in the ConfigMap from which Grafana's sidecar takes it. */
final class Dashboard {
  private static final Manifest BASE = Manifest.load(Dashboard.class, "dashboard-configmap.yaml");
  private static final TextTemplate PAGE = TextTemplate.load(Dashboard.class, "dashboard.json");

  private Dashboard() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = Names.of(pipeline);
    return BASE.named(names, names.pipeline() + "-dashboard", MonitoringStage.COMPONENT)
        .set(page(pipeline), "data", new GrafanaNames(names).dashboardFile())
        .build();
  }

  /** Without searchable events there is nothing for their table to show. */
  static String page(CdcPipeline pipeline) {
    var grafana = new GrafanaNames(Names.of(pipeline));
    var places = new HashMap<>(Series.places(pipeline));
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
