package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The pipeline's Elasticsearch as a data source of Grafana's. */
final class GrafanaDataSource {
  private static final JsonNode FILE = GrafanaSourceFile.template("datasource.yaml");

  private GrafanaDataSource() {}

  static GenericKubernetesResource desired(
      ResourceNames names, String namespace, ElasticsearchEndpoint elasticsearch) {
    var grafana = new GrafanaNames(names);
    return new GrafanaSourceFile(FILE, grafana, grafana.dataSourceUid())
        .server(elasticsearch.url(), elasticsearch.user())
        .authority(elasticsearch.ca())
        .in(namespace);
  }
}
