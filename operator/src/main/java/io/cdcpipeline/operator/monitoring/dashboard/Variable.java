package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/** What a reader chooses at the top of a dashboard; queries have it as ${name}. */
public record Variable(JsonNode json) {
  private static final int ON_TIME_RANGE_CHANGE = 2;

  /**
   * Which data source the panels of one kind use.
   *
   * @param label as Grafana's linter wants it
   * @param text of the choice before the reader makes one
   * @param uid of that choice; default is whatever this Grafana's default is
   */
  public static Variable dataSource(DataSource source, String label, String text, String uid) {
    var name = source.uid().substring("${".length(), source.uid().length() - 1);
    var json = variable("datasource", name, label).put("query", source.type()).put("regex", "");
    json.put("refresh", 1).put("multi", false).put("includeAll", false).putArray("options");
    json.withObject("/current").put("text", text).put("value", uid);
    return new Variable(json);
  }

  /** The values of a field in the documents of the time range; all of them at first. */
  public static Variable terms(String name, String label, String field, String lucene, int values) {
    var json = several("query", name, label);
    json.set("datasource", DataSource.ELASTICSEARCH.json());
    var find = Json.JSON.createObjectNode().put("find", "terms").put("field", field);
    var query = find.put("query", lucene).put("size", values).toString();
    json.put("query", query).put("definition", query).put("regex", "").put("sort", 1);
    json.put("refresh", ON_TIME_RANGE_CHANGE);
    return new Variable(json);
  }

  /** A fixed choice, as "text : value" separated by commas; all of them at first. */
  public static Variable choice(String name, String label, String choices) {
    return new Variable(several("custom", name, label).put("query", choices));
  }

  /** Free text, empty at first. */
  public static Variable text(String name, String label, String description) {
    var json = variable("textbox", name, label).put("description", description).put("query", "");
    json.putArray("options");
    json.withObject("/current").put("text", "").put("value", "");
    return new Variable(json);
  }

  /** Several at once; all is a wildcard, so that documents without the field are left out only. */
  private static ObjectNode several(String type, String name, String label) {
    var json = variable(type, name, label).put("multi", true).put("includeAll", true);
    json.put("allValue", "*").putArray("options");
    ObjectNode all = json.putObject("current");
    all.putArray("text").add("All");
    all.putArray("value").add("$__all");
    return json;
  }

  private static ObjectNode variable(String type, String name, String label) {
    var json = Json.JSON.createObjectNode().put("type", type).put("name", name);
    return json.put("label", label).put("hide", 0).put("skipUrlSync", false);
  }
}
