package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.PanelText;
import io.cdcpipeline.operator.monitoring.dashboard.PromQuery;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;

/**
 * Panels and queries for one pipeline. Its selectors are placeholders such as %{pipeline} in an
 * expression; see {@link MetricSelectors}.
 */
record PipelinePanels(CdcPipeline pipeline, Map<String, String> placeholders) {
  private static final double PERCENT = 100;
  private static final Map<String, PanelText> TEXTS =
      PanelText.load(PipelinePanels.class, "panels.yaml");

  static PipelinePanels of(CdcPipeline pipeline) {
    return new PipelinePanels(pipeline, MetricSelectors.placeholders(pipeline));
  }

  GrafanaNames grafana() {
    return new GrafanaNames(ResourceNames.of(pipeline));
  }

  /** Whether events are in Elasticsearch. */
  boolean searches() {
    return pipeline.getSpec().search().hasElasticsearch();
  }

  /** This pipeline's documents; two pipelines may share an Elasticsearch and a topic's name. */
  String events() {
    return filled("log_type:cdc_event AND namespace:\"%{namespace}\" AND pipeline:\"%{name}\"");
  }

  /** Those that the reader chose. What comes last is optional, so that an empty text means all. */
  String chosenEvents() {
    return events() + " AND table:${table} AND op:${op} AND ${text:raw} *";
  }

  static PanelText text(String key) {
    return TEXTS.get(key);
  }

  Panel stat(String text, String expr) {
    return Panel.stat(text(text), PROMETHEUS).query(instant(expr, ""));
  }

  /** The course of something, a third of the page wide. */
  Panel course(String text, String unit) {
    return Panel.timeSeries(text(text), PROMETHEUS).width(8).unit(unit);
  }

  PromQuery instant(String expr, String legend) {
    return PromQuery.instant(filled(expr), legend);
  }

  PromQuery range(String expr, String legend) {
    return PromQuery.range(filled(expr), legend);
  }

  /** All consumers together, per second. */
  PromQuery rate(String counter, String legend) {
    return range("sum(rate(%s{%%{pipeline}}[$__rate_interval]))".formatted(counter), legend);
  }

  PromQuery quantile(int percent, String histogram) {
    return range(
        "histogram_quantile(%s, sum by (le) (rate(%s_bucket{%%{pipeline}}[$__rate_interval])))"
            .formatted(percent / PERCENT, histogram),
        "p" + percent);
  }

  String filled(String expr) {
    return new TextTemplate(expr.strip().replace("\n", " ")).fill(placeholders);
  }
}
