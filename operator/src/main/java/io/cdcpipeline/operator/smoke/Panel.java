package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.List;

/** A panel of a dashboard, with the queries that Grafana sends for it. */
record Panel(String title, List<Target> targets) {
  /**
   * One query.
   *
   * @param source type of its data source, such as prometheus
   * @param query as in the dashboard, with its data source
   */
  record Target(String refId, String source, JsonNode query) {
    /** Whether it lists documents as they are. */
    boolean listsDocuments() {
      return query.at("/metrics/0/type").asText().startsWith("raw_");
    }
  }

  /**
   * The panels of a dashboard that query, those in rows included.
   *
   * @throws IllegalStateException when it is not JSON
   */
  static List<Panel> of(String dashboard, PanelVariables variables) {
    try {
      var root = Json.JSON.readTree(dashboard);
      var found = new ArrayList<Panel>();
      collect(root.path("panels"), variables.of(root), found);
      return found;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a dashboard is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void collect(JsonNode panels, PanelVariables variables, List<Panel> found) {
    for (var panel : panels) {
      var targets = targets(panel, variables);
      if (!targets.isEmpty()) {
        found.add(new Panel(panel.path("title").asText("untitled"), targets));
      }
      collect(panel.path("panels"), variables, found);
    }
  }

  private static List<Target> targets(JsonNode panel, PanelVariables variables) {
    var targets = new ArrayList<Target>();
    for (var target : panel.path("targets")) {
      if (!target.path("hide").asBoolean()) {
        var filled = (ObjectNode) variables.fill(target);
        if (!filled.path("datasource").has("type")) {
          filled.set("datasource", variables.fill(panel.path("datasource")));
        }
        targets.add(
            new Target(
                filled.path("refId").asText("A"), filled.at("/datasource/type").asText(), filled));
      }
    }
    return targets;
  }
}
