package io.cdcpipeline.operator.remote;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The mappers for all JSON and YAML but the Kubernetes client's own. */
public final class Json {
  /** Unknown fields are ignored: remote systems add some with each release. */
  public static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public static final ObjectMapper YAML = new YAMLMapper();

  private Json() {}

  /** One field of an object, such as its status: a tree of the whole costs ten times as much. */
  public static JsonNode field(GenericKubernetesResource object, String name) {
    var value = object.getAdditionalProperties().get(name);
    return value == null ? MissingNode.getInstance() : JSON.valueToTree(value);
  }

  /** The condition of a type in a status; missing if there is none. */
  public static JsonNode condition(JsonNode status, String type) {
    for (var condition : status.path("conditions")) {
      if (type.equals(condition.path("type").asText())) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
