package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.smoke.Panel.Target;
import java.util.List;
import java.util.Map;

/** Through Grafana and its data sources, in the requests that its page makes. */
record GrafanaPanels(TextServer grafana) implements PanelSource {
  private static final int INTERVAL_MS = 15_000;
  private static final int POINTS = 500;

  /** What a data source variable holds until somebody chooses. */
  private static final String DEFAULT = "default";

  @Override
  public boolean asks(Target target) {
    return true;
  }

  @Override
  public Answer ask(Target target) {
    ObjectNode query = target.query().deepCopy();
    if (query.at("/datasource/uid").asText().equals(DEFAULT)) {
      query.withObject("/datasource").put("uid", defaultSource(target.source()));
    }
    query.put("intervalMs", INTERVAL_MS).put("maxDataPoints", POINTS);
    var body = Json.JSON.<JsonNode>valueToTree(Map.of("from", "now-1h", "to", "now"));
    ((ObjectNode) body).set("queries", Json.JSON.valueToTree(List.of(query)));
    var result = grafana.post("/api/ds/query", body).path("results").path(target.refId());
    if (result.hasNonNull("error")) {
      throw new IllegalStateException("Grafana: " + Words.brief(result.path("error").asText()));
    }
    int filled = 0;
    for (var frame : result.path("frames")) {
      filled += frame.at("/data/values/0").isEmpty() ? 0 : 1;
    }
    return new Answer(filled, result);
  }

  /** As Grafana's page chooses: its default if that is of the type, or else the first that is. */
  private String defaultSource(String type) {
    String first = null;
    for (var source : grafana.getJson("/api/datasources")) {
      if (source.path("type").asText().equals(type)) {
        if (source.path("isDefault").asBoolean()) {
          return source.path("uid").asText();
        }
        first = first == null ? source.path("uid").asText() : first;
      }
    }
    if (first == null) {
      throw new IllegalStateException("Grafana has no data source of type " + type);
    }
    return first;
  }
}
