package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/**
 * Alerts, marked in all panels while they fire.
 *
 * @param expr of series with the labels alertname and severity
 */
public record AlertAnnotation(String expr, String titleFormat) {
  ObjectNode json() {
    var json = Json.JSON.createObjectNode().put("name", "Alerts");
    json.set("datasource", DataSource.PROMETHEUS.json());
    json.put("enable", true).put("hide", false).put("iconColor", "red").put("expr", expr);
    json.put("titleFormat", titleFormat).put("textFormat", "{{severity}}");
    return json.put("tagKeys", "severity").put("step", "30s").put("useValueForTime", false);
  }
}
