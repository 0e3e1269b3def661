package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.endpoint.LogQl;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.TreeMap;

/** The events of a pipeline that are in Loki, as a dashboard of their own. */
final class LokiDashboard {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(LokiDashboard.class, "dashboard-configmap.yaml");
  private static final TextTemplate DASHBOARD =
      TextTemplate.load(LokiDashboard.class, "loki-dashboard.json");

  private LokiDashboard() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var file = new GrafanaNames(names).dashboardFile().replace(".json", ".loki.json");
    return BASE.named(names, names.pipeline() + "-dashboard-loki", ComponentName.MONITORING)
        .setAll("/data", Map.of(file, json(pipeline)))
        .build();
  }

  static String json(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var grafana = new GrafanaNames(names);
    var values = new TreeMap<>(expressions(pipeline));
    values.replaceAll((name, logQl) -> logQl.replace("\"", "\\\"")); // inside JSON strings
    values.put("namespace", names.namespace());
    values.put("name", names.pipeline());
    values.put("uid", grafana.dashboardUid().replaceFirst("^cdc-", "loki-"));
    values.put("events", grafana.lokiUid());
    return DASHBOARD.fill(values);
  }

  /** The LogQL of its panels. */
  static Map<String, String> expressions(CdcPipeline pipeline) {
    var logQl = new LogQl(ResourceNames.of(pipeline), KafkaEndpoint.topic(pipeline));
    return Map.of(
        "raw", logQl.events("op", "database", "table"),
        "pie", logQl.countBy("op", "1h"),
        "tables", logQl.countBy("table", "$__interval"));
  }
}
