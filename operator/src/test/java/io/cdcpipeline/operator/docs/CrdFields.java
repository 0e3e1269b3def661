package io.cdcpipeline.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdcpipeline.operator.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields of the CRD as rows of a Markdown table: path, type, default, meaning and rules. */
final class CrdFields {
  private final List<String> rows = new ArrayList<>();

  private CrdFields() {}

  /** Of spec or status, but for what is in a pod template. */
  static String table(String section) throws IOException {
    return table(section, schema(section));
  }

  /** Of the pod template, which is the same wherever it is. */
  static String template() throws IOException {
    return table("template", schema("spec").at("/properties/consumer/properties/template"));
  }

  private static JsonNode schema(String section) throws IOException {
    return new YAMLMapper()
        .readTree(Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml").toFile())
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + section);
  }

  private static String table(String section, JsonNode schema) {
    CrdFields fields = new CrdFields();
    fields.children(section, schema);
    return "| Field | Type | Default | Meaning |\n|---|---|---|---|\n"
        + String.join("\n", fields.rows)
        + "\n";
  }

  private void children(String path, JsonNode schema) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode child = field.getValue();
      String name = path + "." + field.getKey();
      boolean required = contains(schema.path("required"), field.getKey());
      boolean list = child.has("items");
      rows.add(row(list ? name + "[]" : name, child, required));
      if (!field.getKey().equals("template")) {
        children(list ? name + "[]" : name, list ? child.get("items") : child);
      }
    }
  }

  private static String row(String name, JsonNode field, boolean required) {
    String meaning = field.path("description").asText("");
    String rules =
        texts(field.path("x-kubernetes-validations"), "message")
            + (field.has("enum") ? " One of: " + words(field.get("enum")) + "." : "");
    return "| `%s` | %s | %s | %s |"
        .formatted(
            name,
            type(field),
            required ? "required" : value(field.path("default")),
            (meaning + rules).replace("|", "\\|").strip());
  }

  private static String type(JsonNode field) {
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    return field.has("items") ? "list" : field.path("type").asText("any");
  }

  private static String value(JsonNode node) {
    return node.isMissingNode() ? "" : "`" + (node.isTextual() ? node.asText() : node) + "`";
  }

  private static String texts(JsonNode rules, String key) {
    return StreamSupport.stream(rules.spliterator(), false)
        .map(r -> " Rule: " + r.path(key).asText() + ".")
        .collect(Collectors.joining());
  }

  private static String words(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(v -> "`" + v.asText() + "`")
        .collect(Collectors.joining(", "));
  }

  private static boolean contains(JsonNode names, String name) {
    return StreamSupport.stream(names.spliterator(), false).anyMatch(n -> n.asText().equals(name));
  }
}
