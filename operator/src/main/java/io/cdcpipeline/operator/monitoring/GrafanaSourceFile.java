package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A data source of the pipeline's, as the file in a Secret that Grafana's sidecar loads. */
final class GrafanaSourceFile {
  private static final ManifestTemplate SECRET =
      ManifestTemplate.load(GrafanaSourceFile.class, "datasource-secret.yaml");

  private final GrafanaNames grafana;
  private final ObjectNode root;
  private final ObjectNode source;

  /**
   * The file with a name and a uid.
   *
   * @param template of {@link #template}
   */
  GrafanaSourceFile(JsonNode template, GrafanaNames grafana, String uid) {
    this.grafana = grafana;
    root = template.deepCopy();
    source = root.withArray("datasources").get(0).require();
    source.put("name", grafana.dataSourceName());
    source.put("uid", uid);
  }

  /** What every data source of a type has, from the file of that name among the resources. */
  static JsonNode template(String file) {
    try {
      return Json.YAML.readTree(TextTemplate.load(GrafanaSourceFile.class, file).text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  GrafanaSourceFile server(String url, Optional<User> user) {
    source.put("url", literal(url));
    source.put("basicAuth", user.isPresent());
    user.ifPresent(
        login -> {
          source.put("basicAuthUser", literal(login.name()));
          secret("basicAuthPassword", login.password());
        });
    return this;
  }

  GrafanaSourceFile authority(Optional<String> ca) {
    ca.ifPresent(
        pem -> {
          source.withObject("/jsonData").put("tlsAuthWithCACert", true);
          secret("tlsCACert", pem);
        });
    return this;
  }

  /** A header of each request, whose value only Grafana's server knows. */
  GrafanaSourceFile header(String name, Optional<String> value) {
    value.ifPresent(
        secret -> {
          source.withObject("/jsonData").put("httpHeaderName1", name);
          secret("httpHeaderValue1", secret);
        });
    return this;
  }

  /** The Secret in Grafana's namespace. */
  GenericKubernetesResource in(String namespace) {
    var names = grafana.names();
    var file = Base64.getEncoder().encodeToString(text().getBytes(StandardCharsets.UTF_8));
    return SECRET
        .named(names, grafana.dataSourceSecret(), ComponentName.MONITORING)
        .set("/metadata/namespace", namespace)
        .setAll("/metadata/labels", Map.of(Labels.PIPELINE_NAMESPACE, names.namespace()))
        .setAll("/data", Map.of(grafana.dataSourceFile(), file))
        .build();
  }

  private String text() {
    try {
      return Json.YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void secret(String key, String value) {
    source.withObject("/secureJsonData").put(key, literal(value));
  }

  /** Grafana expands variables in every string of the file. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }
}
