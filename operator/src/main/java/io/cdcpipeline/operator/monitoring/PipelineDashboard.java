package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.monitoring.dashboard.Dashboard;
import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;

/** The dashboard of one pipeline; without search, it has no panels of events. */
final class PipelineDashboard {
  private PipelineDashboard() {}

  /** The file that Grafana loads. */
  static String text(CdcPipeline pipeline) {
    var panels = PipelinePanels.of(pipeline);
    var names = ResourceNames.of(pipeline);
    var dashboard =
        new Dashboard(
                panels.grafana().dashboardUid(),
                "CDC pipeline %s/%s".formatted(names.namespace(), names.pipeline()),
                "From the change in TiDB to the searchable event. The operator maintains this"
                    + " dashboard: edits are lost.")
            .shows("1h", "10s")
            .panels(4, StatPanels.of(panels))
            .panels(12, EventPanels.newest(panels))
            .row("Throughput")
            .panels(8, EventPanels.throughput(panels))
            .row("Lag by hop")
            .panels(8, LagPanels.of(panels))
            .row("Consumers")
            .panels(8, ConsumerPanels.of(panels))
            .row("Pipeline")
            .panels(9, List.of(conditions(panels)));
    if (panels.searches()) {
      dashboard.panels(10, List.of(EventPanels.documents(panels)));
    }
    return dashboard.text();
  }

  private static Panel conditions(PipelinePanels panels) {
    return Panel.conditions(PipelinePanels.text("conditions"), PROMETHEUS)
        .query(
            panels.range(
                "max by (type) (cdc_operator_pipeline_condition{%{pipeline}})", "{{type}}"));
  }
}
