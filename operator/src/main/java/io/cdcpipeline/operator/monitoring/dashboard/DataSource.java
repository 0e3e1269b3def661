package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/**
 * Where a panel's numbers come from. Which one it is in a Grafana, the dashboard's variable of that
 * name decides, so that it works in everybody's.
 *
 * @param type the plugin
 * @param uid the variable, as Grafana's linter wants it named
 */
public record DataSource(String type, String uid) {
  public static final DataSource PROMETHEUS =
      new DataSource("prometheus", "${prometheus_datasource}");
  public static final DataSource ELASTICSEARCH =
      new DataSource("elasticsearch", "${elasticsearch_datasource}");

  ObjectNode json() {
    return Json.JSON.createObjectNode().put("type", type).put("uid", uid);
  }
}
