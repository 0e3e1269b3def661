package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import java.util.List;

/** How late changes are at each hop. */
final class LagPanels {
  private LagPanels() {}

  static List<Panel> of(PipelinePanels panels) {
    return List.of(changefeed(panels), consumer(panels), latency(panels));
  }

  private static Panel changefeed(PipelinePanels panels) {
    return panels
        .course("databaseToKafka", "s")
        .query(panels.range("max(ticdc_owner_checkpoint_ts_lag{%{ticdc}})", "checkpoint"))
        .query(
            panels.range(
                "max(ticdc_maintainer_resolved_ts_lag{%{ticdc}} or"
                    + " ticdc_owner_resolved_ts_lag{%{ticdc}})",
                "resolved"))
        .query(
            panels.range(
                "max(cdc_operator_changefeed_lag_seconds{%{pipeline}})",
                "as the operator sees it"));
  }

  private static Panel consumer(PipelinePanels panels) {
    return panels
        .course("kafkaToConsumer", "locale")
        .query(
            panels.range(
                "sum(clamp_min(kafka_consumergroup_lag{%{kafka}consumergroup=\"%{group}\",topic=\"%{topic}\"},"
                    + " 0))",
                "group, by the exporter"))
        .query(panels.range("sum(cdc_partition_lag{%{pipeline}})", "group, by the consumers"))
        .query(panels.range("max(cdc_partition_lag{%{pipeline}})", "worst partition"));
  }

  private static Panel latency(PipelinePanels panels) {
    var panel = panels.course("databaseToLine", "s");
    for (int percent : List.of(50, 95, 99)) {
      panel.query(panels.quantile(percent, "cdc_event_latency_seconds"));
    }
    return panel;
  }
}
