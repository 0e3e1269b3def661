package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** docs/dashboards.md is generated from the dashboards. */
class DashboardReferenceTest {
  private static final String HEAD =
      """
      # Dashboards

      Generated from the code by `make golden`. Each pipeline has a dashboard (`spec.monitoring.dashboards`), which Grafana's sidecar
      loads from the ConfigMap `<pipeline>-dashboard`; the chart has one of all pipelines and the operator, which comes with the
      ServiceMonitor that feeds it (`metrics.serviceMonitor.enabled`).

      **Which Grafana.** Data sources are variables: Prometheus is that Grafana's default until you choose another, Elasticsearch is the
      one that the operator writes for the pipeline. Any Prometheus that scrapes with the pipeline's monitors will do.

      **What is exact.** Where search is on, totals, the pie, tables and bars count documents: each change is one, by the time of its
      commit, whatever was killed, sent twice or not scraped. Documents carry the pipeline and its namespace, so pipelines that share an
      Elasticsearch do not see each other's; those that version 0.1 indexed carry neither and are not shown. What Prometheus counts
      stands beside it, by the time at which a consumer processed a change. It includes processes that ended and what a process had
      counted before its first scrape (by `process_start_time_seconds`), but not what a consumer counted after its last scrape, nor what
      one older than the hour counted before Prometheus knew it.

      **Search.** *Table*, *Operation* and *Search events* at the top search all of Elasticsearch, and the table shows the newest 200 of
      what matches. The text is Lucene: a whole value such as `paid`, `*paid*` for a part of one, `data.status:paid AND old.status:open`
      for a column; empty shows all. `data.price (before)` is the value that an update replaced.

      **Alerts** that fire are red marks in all panels. Links lead to the operator's dashboard, to the other pipelines, and to those that
      TiCDC and Strimzi bring, wherever they are in this Grafana.
      """;

  @Test
  void describesEveryPanel() throws IOException {
    var text = new StringBuilder(HEAD);
    append(text, "A pipeline", PipelineDashboard.text(GoldenCase.MINIMAL.pipeline()));
    append(
        text,
        "A pipeline without search: instead of those of Elasticsearch",
        PipelineDashboard.text(DashboardTest.withoutSearch()));
    append(text, "All pipelines and the operator", OperatorDashboard.text());

    Golden.assertSame(Golden.root().resolve("docs/dashboards.md"), text.toString(), "make golden");
  }

  private static void append(StringBuilder text, String heading, String dashboard)
      throws IOException {
    var rows = new ArrayList<String>();
    for (var panel : DashboardTest.panels(Json.JSON.readTree(dashboard))) {
      var row =
          "| %s | %s | %s |\n"
              .formatted(
                  panel.get("title").asText(), source(panel), panel.get("description").asText());
      if (text.indexOf(row) < 0) {
        rows.add(row);
      }
    }
    text.append("\n## ").append(heading).append("\n| Panel | Source | Shows |\n|---|---|---|\n");
    rows.forEach(text::append);
  }

  private static String source(JsonNode panel) {
    return panel.at("/datasource/type").asText().equals("elasticsearch")
        ? "Elasticsearch"
        : "Prometheus";
  }
}
