package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/** A dashboard, built from top to bottom: what is added next stands below. */
public final class Dashboard {
  /** The width of Grafana's grid. */
  public static final int COLUMNS = 24;

  /** What all our dashboards are tagged with. */
  private static final String TAG = "cdc";

  private static final int SCHEMA_VERSION = 42;
  private final ObjectNode json = Json.JSON.createObjectNode();
  private int y;
  private int panels;

  /**
   * An empty dashboard, which nobody can edit in Grafana.
   *
   * @param uid at most 40 characters
   * @param tag by which others link to it
   */
  public Dashboard(String uid, String tag, String title, String description) {
    json.put("uid", uid).put("title", title).put("description", description);
    json.putArray("tags").add(TAG).add(tag);
    json.put("schemaVersion", SCHEMA_VERSION).put("editable", false).put("graphTooltip", 1);
    json.put("timezone", "");
    json.withObject("/templating").putArray("list");
    json.withObject("/annotations").putArray("list");
    json.putArray("links");
    json.putArray("panels");
  }

  /** How far it looks back, and how often it asks again, such as 6h and 30s. */
  public Dashboard shows(String range, String refresh) {
    json.withObject("/time").put("from", "now-" + range).put("to", "now");
    json.put("refresh", refresh);
    return this;
  }

  public Dashboard variable(Variable variable) {
    json.withObject("/templating").withArray("list").add(variable.json());
    return this;
  }

  public Dashboard alerts(AlertAnnotation alerts) {
    json.withObject("/annotations").withArray("list").add(alerts.json());
    return this;
  }

  public Dashboard link(Link link) {
    json.withArray("links").add(link.json());
    return this;
  }

  /** A heading. */
  public Dashboard row(String title) {
    ObjectNode row = json.withArray("panels").addObject().put("id", ++panels).put("type", "row");
    row.put("title", title).put("collapsed", false).putArray("panels");
    row.putObject("gridPos").put("h", 1).put("w", COLUMNS).put("x", 0).put("y", y);
    y++;
    return this;
  }

  /** Panels from left to right, continued below where the line is full. */
  public Dashboard panels(int height, Iterable<Panel> line) {
    int x = 0;
    for (var panel : line) {
      if (x + panel.width() > COLUMNS) {
        x = 0;
        y += height;
      }
      json.withArray("panels").add(panel.at(++panels, height, x, y));
      x += panel.width();
    }
    y += height;
    return this;
  }

  /** The file that Grafana loads. */
  public String text() {
    try {
      return Json.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same without line breaks and indentation, a third of it: every pipeline has one. */
  public String compact() {
    return json.toString();
  }
}
