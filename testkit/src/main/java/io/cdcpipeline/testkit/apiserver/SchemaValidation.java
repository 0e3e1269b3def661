package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.testkit.apiserver.ApiError.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates values against an OpenAPI v3 schema, with the messages of the real API server. */
final class SchemaValidation {
  private final List<Cause> causes = new ArrayList<>();

  private SchemaValidation() {}

  static List<Cause> validate(JsonNode schema, JsonNode value) {
    SchemaValidation validation = new SchemaValidation();
    validation.check(schema, value, "");
    return validation.causes;
  }

  private void check(JsonNode schema, JsonNode value, String path) {
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!hasType(schema, value)) {
      String type = schema.path("type").asText();
      String found = "\"" + typeOf(value) + "\"";
      invalid(path, found, "must be of type " + type + ": " + found);
      return;
    }
    if (value.isObject()) {
      checkObject(schema, value, path);
    } else if (value.isArray()) {
      checkArray(schema, value, path);
    } else {
      checkScalar(schema, value, path);
    }
    checkCombinations(schema, value, path);
  }

  private void checkObject(JsonNode schema, JsonNode value, String path) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        causes.add(
            new Cause(below(path, required.asText()), "FieldValueRequired", "Required value"));
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
      if (rule.isObject()) {
        check(rule, field.getValue(), below(path, field.getKey()));
      }
    }
    atMost(schema.path("maxProperties"), value.size(), path);
    JsonNode least = schema.path("minProperties");
    if (value.size() < least.asInt(0)) {
      invalid(path, value, "should have at least " + least + " properties");
    }
  }

  private void checkArray(JsonNode schema, JsonNode value, String path) {
    for (int i = 0; i < value.size(); i++) {
      check(schema.path("items"), value.get(i), path + "[" + i + "]");
      boolean unique =
          schema.path("uniqueItems").asBoolean()
              || schema.path("x-kubernetes-list-type").asText().equals("set");
      for (int j = 0; unique && j < i; j++) {
        if (value.get(i).equals(value.get(j))) {
          causes.add(
              new Cause(
                  path + "[" + i + "]", "FieldValueDuplicate", "Duplicate value: " + value.get(i)));
        }
      }
    }
    atMost(schema.path("maxItems"), value.size(), path);
    JsonNode least = schema.path("minItems");
    if (value.size() < least.asInt(0)) {
      invalid(path, value.size(), "should have at least " + least + " items");
    }
  }

  private void checkScalar(JsonNode schema, JsonNode value, String path) {
    JsonNode options = schema.path("enum");
    boolean listed = options.isMissingNode();
    for (JsonNode option : options) {
      listed |= option.equals(value);
    }
    if (!listed) {
      List<String> names = new ArrayList<>();
      options.forEach(option -> names.add(option.toString()));
      String message =
          "Unsupported value: %s: supported values: %s".formatted(value, String.join(", ", names));
      causes.add(new Cause(path, "FieldValueNotSupported", message));
    }
    if (value.isTextual()) {
      checkText(schema, value.asText(), path);
    } else if (value.isNumber()) {
      checkNumber(schema, value, path);
    }
  }

  private void checkText(JsonNode schema, String value, String path) {
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value).find()) {
      invalid(path, "\"" + value + "\"", "should match '" + pattern + "'");
    }
    if (value.length() < schema.path("minLength").asInt(0)) {
      invalid(
          path,
          "\"" + value + "\"",
          "should be at least " + schema.path("minLength") + " chars long");
    }
    if (schema.has("maxLength") && value.length() > schema.path("maxLength").asInt()) {
      String message =
          "Too long: may not be more than %s bytes".formatted(schema.path("maxLength"));
      causes.add(new Cause(path, "FieldValueTooLong", message));
    }
  }

  private void checkNumber(JsonNode schema, JsonNode value, String path) {
    JsonNode least = schema.path("minimum");
    boolean above = schema.path("exclusiveMinimum").asBoolean();
    if (!least.isMissingNode() && compare(value, least) < (above ? 1 : 0)) {
      invalid(path, value, "should be greater than " + (above ? "" : "or equal to ") + least);
    }
    JsonNode most = schema.path("maximum");
    boolean under = schema.path("exclusiveMaximum").asBoolean();
    if (!most.isMissingNode() && compare(value, most) > (under ? -1 : 0)) {
      invalid(path, value, "should be less than " + (under ? "" : "or equal to ") + most);
    }
  }

  private void checkCombinations(JsonNode schema, JsonNode value, String path) {
    schema.path("allOf").forEach(part -> check(part, value, path));
    int any = passing(schema.path("anyOf"), value);
    if (schema.has("anyOf") && any == 0) {
      invalid(path, value, "must validate at least one schema (anyOf)");
    }
    if (schema.has("oneOf") && passing(schema.path("oneOf"), value) != 1) {
      invalid(path, value, "must validate one and only one schema (oneOf)");
    }
    if (schema.has("not") && validate(schema.path("not"), value).isEmpty()) {
      invalid(path, value, "must not validate the schema (not)");
    }
  }

  private static int passing(JsonNode schemas, JsonNode value) {
    int passing = 0;
    for (JsonNode schema : schemas) {
      passing += validate(schema, value).isEmpty() ? 1 : 0;
    }
    return passing;
  }

  private void atMost(JsonNode most, int size, String path) {
    if (!most.isMissingNode() && size > most.asInt()) {
      String message = "Too many: %d: must have at most %s items".formatted(size, most);
      causes.add(new Cause(path, "FieldValueTooMany", message));
    }
  }

  private void invalid(String path, Object value, String rule) {
    String where = path.isEmpty() ? "" : path + " in body ";
    String message = "Invalid value: %s: %s%s".formatted(value, where, rule);
    causes.add(new Cause(path, "FieldValueInvalid", message));
  }

  static String below(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static boolean hasType(JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.path("type").asText("")) {
      case "" -> true;
      case "number" -> value.isNumber();
      default -> schema.path("type").asText().equals(typeOf(value));
    };
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.decimalValue().compareTo(b.decimalValue());
  }
}
