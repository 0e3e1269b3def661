package io.cdcpipeline.operator.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Fills in the CRD's own defaults, also where the API server cannot: a section with neither managed
 * nor existing is managed.
 */
public final class SpecDefaults {
  private static final String CRD = "/crds/cdcpipelines.cdcpipeline.io-v1.yml";
  private final JsonNode specSchema;
  private final Map<String, String> monitorLabels;

  public SpecDefaults() {
    this(Map.of());
  }

  /**
   * With the defaults of this operator besides those of the CRD.
   *
   * @param monitorLabels for pipelines without spec.monitoring.labels
   */
  public SpecDefaults(Map<String, String> monitorLabels) {
    this.monitorLabels = Map.copyOf(monitorLabels);
    try (var yaml = SpecDefaults.class.getResourceAsStream(CRD)) {
      specSchema =
          Json.YAML.readTree(yaml).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same pipeline, with a value for every field of the spec that has a default. */
  public CdcPipeline complete(CdcPipeline pipeline) {
    var spec = (ObjectNode) Json.JSON.<JsonNode>valueToTree(pipeline.getSpec());
    fill(spec, specSchema);
    for (var section : new String[] {"database", "kafka", "search"}) {
      var chosen = (ObjectNode) spec.get(section);
      if (!chosen.has("existing") && !chosen.has("managed") && !chosen.has("loki")) {
        chosen.putObject("managed");
      }
    }
    fill(spec, specSchema);
    var labels = (ObjectNode) spec.at("/monitoring/labels");
    if (labels.isEmpty()) {
      monitorLabels.forEach(labels::put);
    }
    var complete = new CdcPipeline();
    complete.setMetadata(pipeline.getMetadata());
    complete.setSpec(Json.JSON.convertValue(spec, CdcPipelineSpec.class));
    complete.setStatus(pipeline.getStatus());
    return complete;
  }

  private static void fill(JsonNode value, JsonNode schema) {
    if (value.isArray()) {
      value.forEach(item -> fill(item, schema.path("items")));
    } else if (value.isObject()) {
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> fillField((ObjectNode) value, property.getKey(), property.getValue()));
    }
  }

  private static void fillField(ObjectNode object, String name, JsonNode schema) {
    if (!object.has(name) && schema.has("default")) {
      object.set(name, schema.get("default").deepCopy());
    }
    if (object.has(name)) {
      fill(object.get(name), schema);
    }
  }
}
