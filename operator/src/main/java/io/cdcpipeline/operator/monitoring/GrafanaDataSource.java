package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.MonitoringSpec;
import io.cdcpipeline.operator.endpoint.SearchAccess;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Secret from which Grafana's sidecar learns of the pipeline's Elasticsearch. */
final class GrafanaDataSource {
  private static final ManifestTemplate SECRET =
      ManifestTemplate.load(GrafanaDataSource.class, "datasource-secret.yaml");
  private static final TextTemplate FILE =
      TextTemplate.load(GrafanaDataSource.class, "datasource.yaml");

  private GrafanaDataSource() {}

  static GenericKubernetesResource desired(
      ResourceNames names, MonitoringSpec spec, SearchAccess elasticsearch) {
    var grafana = new GrafanaNames(names);
    var file = file(grafana, elasticsearch).getBytes(StandardCharsets.UTF_8);
    return SECRET
        .named(names, grafana.dataSourceSecret(), MonitoringStage.COMPONENT)
        .set(spec.grafanaNamespace(), "metadata", "namespace")
        .set(names.namespace(), "metadata", "labels", Labels.PIPELINE_NAMESPACE)
        .set(Base64.getEncoder().encodeToString(file), "data", grafana.dataSourceFile())
        .build();
  }

  private static String file(GrafanaNames grafana, SearchAccess elasticsearch) {
    try {
      var root = (ObjectNode) Json.YAML.readTree(FILE.text());
      var source = root.withArray("datasources").get(0).<ObjectNode>require();
      fill(source, grafana, elasticsearch);
      return Json.YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(ObjectNode source, GrafanaNames grafana, SearchAccess elasticsearch) {
    var names = grafana.names();
    source.put("name", "CDC events (%s/%s)".formatted(names.namespace(), names.pipeline()));
    source.put("uid", grafana.dataSourceUid());
    source.put("url", literal(elasticsearch.url()));
    source.put("basicAuth", elasticsearch.username() != null);
    if (elasticsearch.username() != null) {
      source.put("basicAuthUser", literal(elasticsearch.username()));
      source
          .withObject("/secureJsonData")
          .put("basicAuthPassword", literal(elasticsearch.password()));
    }
    if (elasticsearch.authority() != null) {
      source.withObject("/jsonData").put("tlsAuthWithCACert", true);
      source.withObject("/secureJsonData").put("tlsCACert", literal(elasticsearch.authority()));
    }
  }

  /** Grafana expands variables in every string of the file. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }
}
