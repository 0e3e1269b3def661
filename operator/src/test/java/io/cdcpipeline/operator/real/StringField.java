package io.cdcpipeline.operator.real;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A string in the schema of a custom resource.
 *
 * @param steps names of fields; {@code []} for an item of a list, {@code {}} for a value and {@code
 *     {key}} for a key of a map
 * @param spec the schema of the whole
 * @param valid values of required fields, by name
 */
record StringField(List<String> steps, JsonNode spec, Map<String, Object> valid, int maxLength) {
  private static final String ITEM = "[]";
  private static final String VALUE = "{}";
  private static final String KEY = "{key}";

  /** Longer than anything that has no limit of its own, such as one of a list of words. */
  private static final int UNLIMITED = 4096;

  static List<StringField> of(JsonNode spec, Map<String, Object> valid) {
    var found = new ArrayList<StringField>();
    collect(List.of(), spec, new StringField(List.of(), spec, valid, 0), found);
    return found;
  }

  private static void collect(
      List<String> steps, JsonNode schema, StringField base, List<StringField> found) {
    if (schema.path("type").asText().equals("string")
        || schema.path("x-kubernetes-int-or-string").asBoolean()) {
      found.add(base.at(steps, schema.path("maxLength").asInt(UNLIMITED)));
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> collect(plus(steps, field.getKey()), field.getValue(), base, found));
    if (schema.has("items")) {
      collect(plus(steps, ITEM), schema.get("items"), base, found);
    }
    if (schema.has("additionalProperties")) {
      collect(plus(steps, VALUE), schema.get("additionalProperties"), base, found);
      found.add(base.at(plus(steps, KEY), UNLIMITED));
    }
  }

  private StringField at(List<String> place, int longest) {
    return new StringField(place, spec, valid, longest);
  }

  private static List<String> plus(List<String> steps, String step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return List.copyOf(longer);
  }

  /** As {@code changefeed.tables[]}. */
  String path() {
    return String.join(".", steps).replace("." + ITEM, ITEM).replace("." + VALUE, VALUE);
  }

  /** Whether an error is about this field, or about the list or map that it is in. */
  boolean isAtOrBelow(String field) {
    var mine = "spec." + path().replace(ITEM, "[0]");
    return field.contains(".") && mine.startsWith(field.replaceAll("[\\[.]k\\]?$", ""));
  }

  /** A spec with the text in this field, and what else is required. */
  Object specWith(String text) {
    return build(0, spec, text);
  }

  private Object build(int depth, JsonNode schema, String text) {
    if (depth == steps.size()) {
      return text;
    }
    var step = steps.get(depth);
    return switch (step) {
      case ITEM -> List.of(build(depth + 1, schema.get("items"), text));
      case VALUE -> Map.of("k", build(depth + 1, schema.get("additionalProperties"), text));
      case KEY -> Map.of(text, "1");
      default -> {
        var object = new LinkedHashMap<>(required(schema));
        object.put(step, build(depth + 1, schema.path("properties").get(step), text));
        yield object;
      }
    };
  }

  private Map<String, Object> required(JsonNode schema) {
    var fields = new LinkedHashMap<String, Object>();
    schema.path("required").forEach(name -> fields.put(name.asText(), example(schema, name)));
    return fields;
  }

  private Object example(JsonNode schema, JsonNode name) {
    var field = schema.path("properties").path(name.asText());
    return valid.containsKey(name.asText())
        ? valid.get(name.asText())
        : field.path("type").asText().equals("object") ? required(field) : 1;
  }

  @Override
  public String toString() {
    return path();
  }
}
