package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The Secret from which Grafana's sidecar loads the pipeline's Elasticsearch as a data source. */
final class GrafanaDataSource {
  private static final ManifestTemplate SECRET =
      ManifestTemplate.load(GrafanaDataSource.class, "datasource-secret.yaml");
  private static final TextTemplate FILE =
      TextTemplate.load(GrafanaDataSource.class, "datasource.yaml");

  private GrafanaDataSource() {}

  static GenericKubernetesResource desired(
      ResourceNames names, String namespace, ElasticsearchEndpoint elasticsearch) {
    var grafana = new GrafanaNames(names);
    var file = file(grafana, elasticsearch).getBytes(StandardCharsets.UTF_8);
    return SECRET
        .named(names, grafana.dataSourceSecret(), ComponentName.MONITORING)
        .set("/metadata/namespace", namespace)
        .setAll("/metadata/labels", Map.of(Labels.PIPELINE_NAMESPACE, names.namespace()))
        .setAll("/data", Map.of(grafana.dataSourceFile(), Base64.getEncoder().encodeToString(file)))
        .build();
  }

  private static String file(GrafanaNames grafana, ElasticsearchEndpoint elasticsearch) {
    try {
      var root = (ObjectNode) Json.YAML.readTree(FILE.text());
      var source = root.withArray("datasources").get(0).<ObjectNode>require();
      fill(source, grafana, elasticsearch);
      return Json.YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(
      ObjectNode source, GrafanaNames grafana, ElasticsearchEndpoint elasticsearch) {
    source.put("name", grafana.dataSourceName());
    source.put("uid", grafana.dataSourceUid());
    source.put("url", literal(elasticsearch.url()));
    source.put("basicAuth", elasticsearch.user().isPresent());
    elasticsearch
        .user()
        .ifPresent(
            user -> {
              source.put("basicAuthUser", literal(user.name()));
              source
                  .withObject("/secureJsonData")
                  .put("basicAuthPassword", literal(user.password()));
            });
    elasticsearch
        .ca()
        .ifPresent(
            ca -> {
              source.withObject("/jsonData").put("tlsAuthWithCACert", true);
              source.withObject("/secureJsonData").put("tlsCACert", literal(ca));
            });
  }

  /** Grafana expands variables in every string of the file. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }
}
