package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/**
 * Where a panel's numbers come from.
 *
 * @param type the plugin
 * @param uid of the data source in Grafana
 */
public record DataSource(String type, String uid) {
  public static final DataSource PROMETHEUS = new DataSource("prometheus", "prometheus");

  ObjectNode json() {
    return Json.JSON.createObjectNode().put("type", type).put("uid", uid);
  }
}
