package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.PrivateFile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to connect to everything that runs; {@code demo.env} has the same for scripts.
 *
 * @param apiUrl of the demo shop; empty where it does not run
 */
public record Connections(
    String sqlHost,
    int sqlPort,
    String sqlUser,
    String sqlPassword,
    String metricsUrl,
    String operatorMetricsUrl,
    String searchUrl,
    String searchUser,
    String searchPassword,
    Path searchCa,
    String kafka,
    String pageUrl,
    String apiUrl,
    Path kubeconfig) {

  /** The Secret of the first SQL user of the pipeline, else that of root. */
  static String sqlSecret(GenericKubernetesResource pipeline) {
    String name = pipeline.getMetadata().getName();
    if (pipeline.get("spec", "database", "users") instanceof List<?> users && !users.isEmpty()) {
      Map<?, ?> first = (Map<?, ?>) users.get(0);
      return name + "-db-user-" + first.get("name").toString().replaceAll("[_.]", "-");
    }
    return name + "-db-root";
  }

  static String require(Cluster cluster, String secret, String key) {
    return cluster
        .secret(secret, key)
        .orElseThrow(() -> DemoException.failed("Secret %s has no key %s".formatted(secret, key)));
  }

  void write(Path file) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("SQL_HOST", sqlHost);
    variables.put("SQL_PORT", sqlPort);
    variables.put("SQL_USER", sqlUser);
    variables.put("SQL_PASSWORD", sqlPassword);
    variables.put("METRICS_URL", metricsUrl);
    variables.put("OPERATOR_METRICS_URL", operatorMetricsUrl);
    variables.put("SEARCH_URL", searchUrl);
    variables.put("SEARCH_USER", searchUser);
    variables.put("SEARCH_PASSWORD", searchPassword);
    variables.put("SEARCH_CA_FILE", searchCa);
    variables.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
    variables.put("PAGE_URL", pageUrl);
    if (!apiUrl.isEmpty()) {
      variables.put("API_URL", apiUrl);
    }
    variables.put("KUBECONFIG", kubeconfig);
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) -> text.append("export %s='%s'%n".formatted(name, value)));
    PrivateFile.write(file, text.toString());
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "Connections[sql=%s:%d, search=%s]".formatted(sqlHost, sqlPort, searchUrl);
  }
}
