package io.cdcpipeline.local.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One query of a panel, or that of an annotation.
 *
 * @param name panel and refId
 * @param panel of which it is
 * @param json as the dashboard has it
 */
record Target(String name, JsonNode panel, JsonNode json) {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  static final Path PIPELINE =
      ROOT.resolve("operator/src/test/resources/golden/minimal/dashboard.json");
  static final Path OPERATOR =
      ROOT.resolve("helm/cdc-pipeline-operator/dashboards/cdc-operator.json");

  /** All of a dashboard. */
  static List<Target> of(Path file) {
    try {
      var page = JSON.readTree(Files.readString(file));
      var targets = new ArrayList<Target>();
      for (var panel : page.get("panels")) {
        for (var target : panel.path("targets")) {
          var name = panel.get("title").asText() + " " + target.get("refId").asText();
          targets.add(new Target(name, panel, target));
        }
      }
      for (var annotation : page.at("/annotations/list")) {
        targets.add(new Target("annotation " + annotation.get("name").asText(), page, annotation));
      }
      return targets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean searches() {
    return json.has("metrics");
  }

  /** The query of Prometheus with Grafana's variables replaced, for scrapes each 15 s. */
  String expr() {
    return json.get("expr")
        .asText()
        .replace("$__rate_interval_ms", "60000")
        .replace("$__rate_interval", "1m");
  }

  /** The name of a series in the legend. */
  String legend(JsonNode labels) {
    var legend = json.path(json.has("legendFormat") ? "legendFormat" : "titleFormat").asText();
    for (var label : labels.properties()) {
      legend = legend.replace("{{" + label.getKey() + "}}", label.getValue().asText());
    }
    return legend.isEmpty() && json.path("format").asText().equals("table")
        ? labels.toString()
        : legend;
  }
}
