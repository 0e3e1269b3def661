package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/**
 * A query of Prometheus.
 *
 * @param legend of each series, with its labels in double braces; empty where only one is shown
 * @param instant the value now instead of its course
 * @param format time_series, or table for one row a series
 */
public record PromQuery(String expr, String legend, boolean instant, String format)
    implements Query {
  public static PromQuery range(String expr, String legend) {
    return new PromQuery(expr, legend, false, "time_series");
  }

  public static PromQuery instant(String expr, String legend) {
    return new PromQuery(expr, legend, true, "time_series");
  }

  public static PromQuery table(String expr) {
    return new PromQuery(expr, "", true, "table");
  }

  @Override
  public ObjectNode json() {
    return Json.JSON
        .createObjectNode()
        .put("editorMode", "code")
        .put("expr", expr)
        .put("legendFormat", legend)
        .put("instant", instant)
        .put("range", !instant)
        .put("exemplar", false)
        .put("format", format);
  }
}
