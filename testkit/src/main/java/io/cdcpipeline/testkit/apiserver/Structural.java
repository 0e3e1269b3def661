package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Applies a structural schema to an incoming object: fills defaults, finds or prunes unknown
 * fields.
 */
final class Structural {
  private Structural() {}

  /** Fills {@code default}s, outermost first, as the real server does on write and on read. */
  static void fillDefaults(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode fallback = property.getValue().path("default");
        boolean absent =
            !object.has(property.getKey())
                || (object.get(property.getKey()).isNull()
                    && !property.getValue().path("nullable").asBoolean());
        if (absent && !fallback.isMissingNode()) {
          object.set(property.getKey(), fallback.deepCopy());
        }
        if (object.has(property.getKey())) {
          fillDefaults(property.getValue(), object.get(property.getKey()));
        }
      }
      JsonNode additional = schema.path("additionalProperties");
      if (additional.isObject()) {
        object.forEach(item -> fillDefaults(additional, item));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fillDefaults(schema.path("items"), item));
    }
  }

  /** Paths of fields that are not in the schema; also removes them if {@code prune} is set. */
  static List<String> unknownFields(JsonNode schema, JsonNode value, boolean prune) {
    List<String> unknown = new ArrayList<>();
    unknownFields(schema, value, "", prune, unknown);
    return unknown;
  }

  private static void unknownFields(
      JsonNode schema, JsonNode value, String path, boolean prune, List<String> unknown) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        unknownFields(schema.path("items"), value.get(i), path + "[" + i + "]", prune, unknown);
      }
    }
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    boolean keeps = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    boolean root = path.isEmpty();
    for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
      String at = root ? field.getKey() : path + "." + field.getKey();
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode additional = schema.path("additionalProperties");
      if (!known.isMissingNode() && !(root && field.getKey().equals("metadata"))) {
        unknownFields(known, field.getValue(), at, prune, unknown);
      } else if (additional.isObject()) {
        unknownFields(additional, field.getValue(), at, prune, unknown);
      } else if (!keeps && !additional.asBoolean() && !(root && isEnvelope(field.getKey()))) {
        unknown.add(at);
        if (prune) {
          object.remove(field.getKey());
        }
      }
    }
  }

  private static boolean isEnvelope(String field) {
    return List.of("apiVersion", "kind", "metadata").contains(field);
  }
}
