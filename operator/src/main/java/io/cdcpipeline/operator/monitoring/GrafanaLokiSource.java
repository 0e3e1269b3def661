package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
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

/** The Secret from which Grafana's sidecar loads the pipeline's Loki as a data source. */
final class GrafanaLokiSource {
  private static final ManifestTemplate SECRET =
      ManifestTemplate.load(GrafanaLokiSource.class, "datasource-secret.yaml");
  private static final TextTemplate FILE =
      TextTemplate.load(GrafanaLokiSource.class, "loki-datasource.yaml");

  private GrafanaLokiSource() {}

  static String uid(GrafanaNames grafana) {
    return grafana.dataSourceUid().replaceFirst("^es-", "loki-");
  }

  static GenericKubernetesResource desired(
      ResourceNames names, String namespace, LokiEndpoint loki) {
    var grafana = new GrafanaNames(names);
    var file = file(grafana, loki).getBytes(StandardCharsets.UTF_8);
    return SECRET
        .named(names, grafana.dataSourceSecret(), ComponentName.MONITORING)
        .set("/metadata/namespace", namespace)
        .setAll("/metadata/labels", Map.of(Labels.PIPELINE_NAMESPACE, names.namespace()))
        .setAll("/data", Map.of(grafana.dataSourceFile(), Base64.getEncoder().encodeToString(file)))
        .build();
  }

  private static String file(GrafanaNames grafana, LokiEndpoint loki) {
    try {
      var root = (ObjectNode) Json.YAML.readTree(FILE.text());
      fill(root.withArray("datasources").get(0).<ObjectNode>require(), grafana, loki);
      return Json.YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(ObjectNode source, GrafanaNames grafana, LokiEndpoint loki) {
    var names = grafana.names();
    source.put("name", "CDC events (%s/%s)".formatted(names.namespace(), names.pipeline()));
    source.put("uid", uid(grafana));
    source.put("url", literal(loki.url()));
    source.put("basicAuth", loki.user().isPresent());
    loki.user()
        .ifPresent(
            user -> {
              source.put("basicAuthUser", literal(user.name()));
              secret(source, "basicAuthPassword", user.password());
            });
    loki.tenant()
        .ifPresent(
            tenant -> {
              source.withObject("/jsonData").put("httpHeaderName1", "X-Scope-OrgID");
              secret(source, "httpHeaderValue1", tenant);
            });
    loki.ca()
        .ifPresent(
            ca -> {
              source.withObject("/jsonData").put("tlsAuthWithCACert", true);
              secret(source, "tlsCACert", ca);
            });
  }

  private static void secret(ObjectNode source, String key, String value) {
    source.withObject("/secureJsonData").put(key, literal(value));
  }

  /** Grafana expands variables in every string of the file. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }
}
