package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The {@code meta.k8s.io/v1 Table} that kubectl prints: a CRD's printer columns, else name and age.
 */
final class TableView {
  private TableView() {}

  static ObjectNode of(ResourceType type, List<? extends JsonNode> objects, Instant now) {
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
    ArrayNode definitions = table.putArray("columnDefinitions");
    column(definitions, "Name", "string", "name", 0);
    for (JsonNode c : type.columns()) {
      int priority = c.path("priority").asInt(0);
      column(definitions, c.path("name").asText(), c.path("type").asText(), "", priority);
    }
    if (type.columns().isEmpty()) {
      column(definitions, "Age", "date", "", 0);
    }
    ArrayNode rows = table.putArray("rows");
    for (JsonNode object : objects) {
      row(rows.addObject(), type, object, now);
    }
    return table;
  }

  private static void column(ArrayNode to, String name, String type, String format, int priority) {
    ObjectNode column = to.addObject();
    column.put("name", name).put("type", type.equals("date") ? "string" : type);
    column.put("format", format).put("description", "").put("priority", priority);
  }

  private static void row(ObjectNode row, ResourceType type, JsonNode object, Instant now) {
    ArrayNode cells = row.putArray("cells");
    cells.add(object.path("metadata").path("name").asText());
    for (JsonNode column : type.columns()) {
      JsonNode value = JsonPath.read(object, column.path("jsonPath").asText());
      cells.add(column.path("type").asText().equals("date") ? age(value, now) : cell(value));
    }
    if (type.columns().isEmpty()) {
      cells.add(age(object.path("metadata").path("creationTimestamp"), now));
    }
    ObjectNode partial = row.putObject("object");
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
  }

  private static JsonNode cell(JsonNode value) {
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }

  private static JsonNode age(JsonNode since, Instant now) {
    if (since.isMissingNode()) {
      return JsonNodeFactory.instance.nullNode();
    }
    long seconds = Math.max(0, Duration.between(Instant.parse(since.asText()), now).toSeconds());
    String text =
        seconds < 120 ? seconds + "s" : seconds < 7200 ? seconds / 60 + "m" : seconds / 3600 + "h";
    return JsonNodeFactory.instance.textNode(text);
  }
}
