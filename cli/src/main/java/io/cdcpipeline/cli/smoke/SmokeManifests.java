package io.cdcpipeline.cli.smoke;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the objects of every test have in common. */
final class SmokeManifests {
  /** Not those of the operator, which its Service and its network policy select by. */
  static final Map<String, String> LABELS =
      new TreeMap<>(
          Map.of(
              Labels.NAME,
              Labels.OPERATOR + "-smoke",
              Labels.COMPONENT,
              "smoke",
              "app.kubernetes.io/part-of",
              "cdc-pipeline",
              Labels.MANAGED_BY,
              "kubectl-cdc"));

  static final Supplier<ManifestTemplate> JOB = () -> load("job.yaml");
  static final Supplier<ManifestTemplate> ROLE = () -> load("role.yaml");

  private SmokeManifests() {}

  static ManifestTemplate bare(String apiVersion, String kind) {
    ObjectNode object = Json.JSON.createObjectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    return ManifestTemplate.of(object);
  }

  private static ManifestTemplate load(String file) {
    return ManifestTemplate.load(SmokeManifests.class, file);
  }
}
