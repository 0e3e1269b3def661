package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.ELASTICSEARCH;
import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.monitoring.dashboard.AlertAnnotation;
import io.cdcpipeline.operator.monitoring.dashboard.Dashboard;
import io.cdcpipeline.operator.monitoring.dashboard.Link;
import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.Variable;
import java.util.List;

/** The dashboard of one pipeline; without search, it has no panels of events. */
final class PipelineDashboard {
  static final String TAG = "cdc-pipeline";
  private static final int TABLES = 1000;

  private PipelineDashboard() {}

  /** The file that Grafana loads, as people read it. */
  static String text(CdcPipeline pipeline) {
    return of(pipeline).text();
  }

  static Dashboard of(CdcPipeline pipeline) {
    var panels = PipelinePanels.of(pipeline);
    var dashboard = empty(panels).panels(4, StatPanels.of(panels));
    if (panels.searches()) {
      events(dashboard, panels);
    } else {
      counted(dashboard, panels);
    }
    dashboard
        .row("Lag by hop")
        .panels(8, LagPanels.of(panels))
        .row("Consumers")
        .panels(8, ConsumerPanels.of(panels))
        .row("Pipeline")
        .panels(9, List.of(conditions(panels)));
    if (panels.searches()) {
      dashboard.panels(10, List.of(EventPanels.documents(panels)));
    }
    return dashboard;
  }

  private static Dashboard empty(PipelinePanels panels) {
    var grafana = panels.grafana();
    var names = grafana.names();
    return new Dashboard(
            grafana.dashboardUid(),
            TAG,
            "CDC pipeline %s/%s".formatted(names.namespace(), names.pipeline()),
            "From the change in TiDB to the searchable event. The operator maintains this"
                + " dashboard: edits are lost.")
        .shows("1h", "30s")
        .variable(Variable.dataSource(PROMETHEUS, "Prometheus data source", "default", "default"))
        .alerts(alerts(panels))
        .link(Link.each(OperatorDashboard.TAG))
        .link(Link.menu("Pipelines", TAG))
        .link(Link.search("TiCDC", "TiCDC"))
        .link(Link.search("Kafka", "Strimzi"));
  }

  private static void events(Dashboard dashboard, PipelinePanels panels) {
    var grafana = panels.grafana();
    dashboard
        .variable(
            Variable.dataSource(
                ELASTICSEARCH,
                "Elasticsearch data source",
                grafana.dataSourceName(),
                grafana.dataSourceUid()))
        .variable(Variable.terms("table", "Table", "table", panels.events(), TABLES))
        .variable(
            Variable.choice(
                "op", "Operation", "insert : INSERT, update : UPDATE, delete : DELETE, ddl : DDL"))
        .variable(
            Variable.text(
                "text",
                "Search events",
                "Lucene, such as paid, *paid* or data.status:paid AND old.status:open"))
        .panels(
            10,
            List.of(
                EventPanels.operations(panels),
                EventPanels.operationsCounted(panels),
                EventPanels.tables(panels)))
        .panels(12, List.of(EventPanels.newest(panels)))
        .row("Throughput")
        .panels(8, EventPanels.overTime(panels));
  }

  private static void counted(Dashboard dashboard, PipelinePanels panels) {
    dashboard
        .panels(10, List.of(EventPanels.operationsCounted(panels).width(Dashboard.COLUMNS)))
        .row("Throughput")
        .panels(8, CountedPanels.overTime(panels));
  }

  private static AlertAnnotation alerts(PipelinePanels panels) {
    return new AlertAnnotation(
        panels.filled("max by (alertname, severity) (ALERTS{%{pipeline},alertstate=\"firing\"})"),
        "{{alertname}}");
  }

  private static Panel conditions(PipelinePanels panels) {
    return Panel.conditions(PipelinePanels.text("conditions"), PROMETHEUS)
        .query(
            panels.range(
                "max by (type) (cdc_operator_pipeline_condition{%{pipeline}})", "{{type}}"));
  }
}
