package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The pipeline's Loki as a data source of Grafana's. */
final class GrafanaLokiSource {
  private static final JsonNode FILE = GrafanaSourceFile.template("loki-datasource.yaml");

  private GrafanaLokiSource() {}

  static GenericKubernetesResource desired(
      ResourceNames names, String namespace, LokiEndpoint loki) {
    var grafana = new GrafanaNames(names);
    return new GrafanaSourceFile(FILE, grafana, grafana.lokiUid())
        .server(loki.url(), loki.user())
        .header("X-Scope-OrgID", loki.tenant())
        .authority(loki.ca())
        .in(namespace);
  }
}
