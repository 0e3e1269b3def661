package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.remote.Json;

/** A panel plugin of Grafana, with the options that all our panels of it share. */
enum PanelType {
  STAT("stat"),
  TIME_SERIES("timeseries"),
  PIE("piechart"),
  TABLE("table"),
  STATE_TIMELINE("state-timeline");

  private static final JsonNode COMMON = load();
  private final String plugin;

  PanelType(String plugin) {
    this.plugin = plugin;
  }

  /** A new panel of this type. */
  ObjectNode panel() {
    var panel = Json.JSON.createObjectNode().put("type", plugin);
    return panel.setAll(COMMON.get(plugin).<ObjectNode>deepCopy());
  }

  private static JsonNode load() {
    try {
      return Json.YAML.readTree(TextTemplate.load(PanelType.class, "panel-types.yaml").text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
