package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cdcpipeline.testkit.apiserver.ApiError.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the {@code x-kubernetes-validations} of a schema with Google's CEL; rules with {@code
 * oldSelf} run only if there is an old value to compare with.
 */
final class CelRules {
  private static final Set<String> RESERVED =
      Set.of("namespace", "in", "package", "import", "function", "var", "void", "const");

  private final List<Cause> causes = new ArrayList<>();

  private CelRules() {}

  static List<Cause> validate(JsonNode schema, JsonNode value, JsonNode old) {
    CelRules rules = new CelRules();
    rules.check(schema, value, old, "");
    return rules.causes;
  }

  private void check(JsonNode schema, JsonNode value, JsonNode old, String path) {
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      evaluate(schema, rule, value, old, path);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      String at = SchemaValidation.below(path, name);
      check(property.getValue(), value.path(name), old.path(name), at);
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String name = field.getKey();
        check(additional, field.getValue(), old.path(name), path + "[" + name + "]");
      }
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      JsonNode item = value.get(i);
      check(schema.path("items"), item, sameKey(schema, item, old), path + "[" + i + "]");
    }
  }

  private void evaluate(JsonNode schema, JsonNode rule, JsonNode value, JsonNode old, String path) {
    String expression = rule.path("rule").asText();
    boolean optional = rule.path("optionalOldSelf").asBoolean();
    boolean transition = expression.contains("oldSelf");
    if (transition && !optional && old.isMissingNode()) {
      return;
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", toCel(schema, value));
    Object before = old.isMissingNode() ? null : toCel(schema, old);
    if (optional) {
      variables.put("oldSelf", Optional.ofNullable(before));
    } else if (before != null) {
      variables.put("oldSelf", before);
    }
    String failure = failure(rule, expression, variables);
    if (failure != null) {
      String field =
          SchemaValidation.below(path, rule.path("fieldPath").asText("").replaceFirst("^\\.", ""));
      String at = rule.has("fieldPath") ? field : path;
      String shown =
          value.isContainerNode()
              ? "\"" + (value.isArray() ? "array" : "object") + "\""
              : value.toString();
      causes.add(new Cause(at, "FieldValueInvalid", "Invalid value: " + shown + ": " + failure));
    }
  }

  /** The message of a violated rule, or null if the rule holds. */
  private static String failure(JsonNode rule, String expression, Map<String, Object> variables) {
    try {
      if (Boolean.TRUE.equals(CelExpression.of(expression).evaluate(variables))) {
        return null;
      }
      if (rule.has("messageExpression")) {
        return CelExpression.of(rule.path("messageExpression").asText())
            .evaluate(variables)
            .toString();
      }
      return rule.path("message").asText("failed rule: " + expression);
    } catch (CelExpression.Failed e) {
      return e.getMessage();
    }
  }

  private static JsonNode sameKey(JsonNode schema, JsonNode item, JsonNode old) {
    JsonNode keys = schema.path("x-kubernetes-list-map-keys");
    for (JsonNode candidate : keys.isEmpty() ? List.<JsonNode>of() : old) {
      boolean same = true;
      for (JsonNode key : keys) {
        same &= candidate.path(key.asText()).equals(item.path(key.asText()));
      }
      if (same) {
        return candidate;
      }
    }
    return MissingNode.getInstance();
  }

  /** Converts JSON to CEL values, with field names escaped as Kubernetes does. */
  private static Object toCel(JsonNode schema, JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode known = schema.path("properties").path(field.getKey());
        JsonNode below = known.isMissingNode() ? schema.path("additionalProperties") : known;
        boolean property = schema.has("properties");
        map.put(property ? escape(field.getKey()) : field.getKey(), toCel(below, field.getValue()));
      }
      return map;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      value.forEach(item -> list.add(toCel(schema.path("items"), item)));
      return list;
    }
    if (value.isNumber()) {
      boolean integer = value.isIntegralNumber() && !schema.path("type").asText().equals("number");
      return integer ? (Object) value.asLong() : (Object) value.asDouble();
    }
    return value.isBoolean() ? (Object) value.asBoolean() : value.asText();
  }

  private static String escape(String field) {
    if (RESERVED.contains(field)) {
      return "__" + field + "__";
    }
    return field.replace("-", "__dash__").replace(".", "__dot__").replace("/", "__slash__");
  }
}
