package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a table does with its answer before it shows it. */
public record Transformation(String id, JsonNode options) {
  /** Keeps the columns whose names match. */
  public static Transformation keep(String pattern) {
    var options = Json.JSON.createObjectNode();
    options.withObject("/include").put("pattern", pattern);
    return new Transformation("filterFieldsByName", options);
  }

  /** Other names for the columns that match; $1 is the first group. */
  public static Transformation rename(String regex, String name) {
    return new Transformation(
        "renameByRegex",
        Json.JSON.createObjectNode().put("regex", regex).put("renamePattern", name));
  }

  /** All columns in the order of their names. */
  public static Transformation sort() {
    var options = organize(List.of()).put("orderByMode", "auto");
    options.putArray("orderBy").addObject().put("type", "name").put("desc", false);
    return new Transformation("organize", options);
  }

  /** Columns in this order before all others, some with another name. */
  public static Transformation order(List<String> columns, Map<String, String> renamed) {
    var options = organize(columns);
    options.putPOJO("renameByName", new TreeMap<>(renamed));
    return new Transformation("organize", Json.JSON.valueToTree(options));
  }

  /** These columns only. */
  public static Transformation only(List<String> columns, Map<String, String> renamed) {
    var options = organize(columns);
    columns.forEach(column -> options.withObject("/includeByName").put(column, true));
    options.putPOJO("renameByName", new TreeMap<>(renamed));
    return new Transformation("organize", Json.JSON.valueToTree(options));
  }

  private static ObjectNode organize(List<String> columns) {
    var options = Json.JSON.createObjectNode();
    options.putObject("excludeByName");
    options.putObject("includeByName");
    var order = options.putObject("indexByName");
    columns.forEach(column -> order.put(column, order.size()));
    return options;
  }

  ObjectNode json() {
    var json = Json.JSON.createObjectNode().put("id", id);
    json.set("options", options);
    return json;
  }
}
