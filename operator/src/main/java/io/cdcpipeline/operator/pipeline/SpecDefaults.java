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
 *
 * <p>They are a file of their own, generated from the CRD and a hundredth of its size: the operator
 * reads it before its first reconcile.
 */
public final class SpecDefaults {
  private static final String FILE = "spec-defaults.json";

  /** Of the spec's schema, what has or contains a default. */
  private final JsonNode schema;

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
    try (var json = SpecDefaults.class.getResourceAsStream(FILE)) {
      schema = Json.JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same pipeline, with a value for every field of the spec that has a default. */
  public CdcPipeline complete(CdcPipeline pipeline) {
    var spec = (ObjectNode) Json.JSON.<JsonNode>valueToTree(pipeline.getSpec());
    completeSpec(spec);
    var complete = new CdcPipeline();
    complete.setMetadata(pipeline.getMetadata());
    complete.setSpec(Json.JSON.convertValue(spec, CdcPipelineSpec.class));
    complete.setStatus(pipeline.getStatus());
    return complete;
  }

  /**
   * The same of a valid pipeline as a file has it, without its status: it is made an object once,
   * which takes most of the time of a program that checks one file.
   */
  public CdcPipeline complete(ObjectNode pipeline) {
    var copy = pipeline.deepCopy();
    copy.remove("status");
    dropNulls(copy);
    completeSpec((ObjectNode) copy.get("spec"));
    return Json.JSON.convertValue(copy, CdcPipeline.class);
  }

  private void completeSpec(ObjectNode spec) {
    fill(spec, schema);
    for (var section : new String[] {"database", "kafka", "search"}) {
      var chosen = (ObjectNode) spec.get(section);
      if (!chosen.has("existing") && !chosen.has("managed") && !chosen.has("loki")) {
        chosen.putObject("managed");
      }
    }
    fill(spec, schema);
    var labels = (ObjectNode) spec.at("/monitoring/labels");
    if (labels.isEmpty()) {
      monitorLabels.forEach(labels::put);
    }
  }

  /** A field without a value is as good as absent, for an API server too. */
  private static void dropNulls(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.removeIf(JsonNode::isNull);
    }
    value.forEach(SpecDefaults::dropNulls);
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
