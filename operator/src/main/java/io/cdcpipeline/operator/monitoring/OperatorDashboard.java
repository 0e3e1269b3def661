package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;
import static io.cdcpipeline.operator.monitoring.dashboard.PromQuery.instant;
import static io.cdcpipeline.operator.monitoring.dashboard.PromQuery.range;

import io.cdcpipeline.operator.monitoring.dashboard.AlertAnnotation;
import io.cdcpipeline.operator.monitoring.dashboard.Dashboard;
import io.cdcpipeline.operator.monitoring.dashboard.Link;
import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.PanelText;
import io.cdcpipeline.operator.monitoring.dashboard.PromQuery;
import io.cdcpipeline.operator.monitoring.dashboard.Transformation;
import io.cdcpipeline.operator.monitoring.dashboard.Variable;
import java.util.List;
import java.util.Map;

/** The dashboard of all pipelines and of the operator itself, which the chart installs. */
final class OperatorDashboard {
  static final String TAG = "cdc-operator";
  private static final Map<String, PanelText> TEXTS =
      PanelText.load(OperatorDashboard.class, "operator-panels.yaml");

  /** The operator knows a changefeed's hop also while TiCDC does not answer. */
  private static final String WORST_LAG =
      "max(cdc_operator_changefeed_lag_seconds or max by (namespace, pipeline)"
          + " (cdc_operator_hop_lag_seconds{hop=\"changefeed\"}))";

  /** Every alert of ours has these labels; those of other rules do not. */
  private static final String ALERTS =
      "max by (alertname, severity, namespace, pipeline)"
          + " (ALERTS{alertname=~\"Cdc.*|Ticdc.*|Kafka.*|Elasticsearch.*\",pipeline!=\"\",alertstate=\"firing\"})";

  /** The chart's monitor names the job after the chart. */
  private static final Counters OPERATORS = new Counters("", "job=\"cdc-pipeline-operator\"");

  private OperatorDashboard() {}

  /** The file in the chart. */
  static String text() {
    return new Dashboard(
            "cdc-pipeline-operator",
            TAG,
            "CDC pipeline operator",
            "All pipelines and the operator itself. The chart keeps this dashboard: edits are"
                + " lost.")
        .shows("6h", "30s")
        .variable(Variable.dataSource(PROMETHEUS, "Prometheus data source", "default", "default"))
        .alerts(new AlertAnnotation(ALERTS, "{{alertname}} {{namespace}}/{{pipeline}}"))
        .link(Link.menu("Pipelines", PipelineDashboard.TAG))
        .link(Link.search("TiCDC", "TiCDC"))
        .link(Link.search("Kafka", "Strimzi"))
        .panels(4, totals())
        .panels(10, conditions())
        .panels(8, List.of(lag()))
        .row("Operator")
        .panels(8, reconciles())
        .text();
  }

  private static List<Panel> totals() {
    return List.of(
        stat(
                "pipelines",
                "count(max by (namespace, pipeline)"
                    + " (cdc_operator_pipeline_condition{type=\"Ready\"}))")
            .decimals(0)
            .color("blue"),
        stat(
                "notReady",
                "sum(1 - max by (namespace, pipeline)"
                    + " (cdc_operator_pipeline_condition{type=\"Ready\"}))")
            .decimals(0)
            .color("green")
            .from(1, "red"),
        stat("worstLag", WORST_LAG).unit("s").limits(60, 300),
        stat(
                "failedReconciles",
                "sum(%s) or sum(0 * operator_sdk_reconciliations_started_total)"
                    .formatted(
                        OPERATORS.lastHour("operator_sdk_reconciliations_failed_total", "pod")))
            .decimals(0)
            .color("green")
            .from(1, "orange"));
  }

  private static List<Panel> conditions() {
    return List.of(
        Panel.conditions(TEXTS.get("ready"), PROMETHEUS)
            .width(12)
            .query(
                range(
                    "max by (namespace, pipeline)"
                        + " (cdc_operator_pipeline_condition{type=\"Ready\"})",
                    "{{namespace}}/{{pipeline}}")),
        Panel.table(TEXTS.get("conditions"), PROMETHEUS)
            .width(12)
            .query(
                PromQuery.table(
                    "max by (namespace, pipeline, type) (cdc_operator_pipeline_condition) == 0"))
            .transformed(
                List.of(
                    Transformation.only(
                        List.of("namespace", "pipeline", "type"), Map.of("type", "condition")))));
  }

  private static Panel lag() {
    return Panel.timeSeries(TEXTS.get("changefeedLag"), PROMETHEUS)
        .unit("s")
        .query(
            range(
                "max by (namespace, pipeline) (cdc_operator_changefeed_lag_seconds)",
                "{{namespace}}/{{pipeline}}"));
  }

  private static List<Panel> reconciles() {
    return List.of(
        course("reconciles", "cps")
            .query(rate("operator_sdk_reconciliations_started_total", "begun"))
            .query(rate("operator_sdk_reconciliations_success_total", "succeeded"))
            .query(rate("operator_sdk_reconciliations_failed_total", "failed")),
        course("duration", "s").query(average("reconcile")).query(average("cleanup")),
        course("eventsReceived", "cps")
            .query(
                range(
                    "sum by (event) (rate(operator_sdk_events_received_total[$__rate_interval]))",
                    "{{event}}")));
  }

  private static Panel stat(String text, String expr) {
    return Panel.stat(TEXTS.get(text), PROMETHEUS).width(6).query(instant(expr, ""));
  }

  private static Panel course(String text, String unit) {
    return Panel.timeSeries(TEXTS.get(text), PROMETHEUS).width(8).unit(unit);
  }

  private static PromQuery rate(String metric, String legend) {
    return range("sum(rate(%s[$__rate_interval]))".formatted(metric), legend);
  }

  private static PromQuery average(String execution) {
    var rate = "sum(rate(operator_sdk_controllers_execution_%s_seconds_%s[$__rate_interval]))";
    return range(
        rate.formatted(execution, "sum") + " / " + rate.formatted(execution, "count"), execution);
  }
}
