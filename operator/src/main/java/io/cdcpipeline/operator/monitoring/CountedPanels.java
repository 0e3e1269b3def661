package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.Counters.CONSUMERS;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import java.util.List;

/** What the consumers counted over time, for a pipeline without Elasticsearch. */
final class CountedPanels {
  private CountedPanels() {}

  static List<Panel> overTime(PipelinePanels panels) {
    return List.of(
        panels
            .course("changesByOperation", "cps")
            .width(12)
            .stacked()
            .query(panels.range(CONSUMERS.perSecond("cdc_events_total", "op"), "{{op}}"))
            .operationsColoured(),
        panels
            .course("changesByTable", "cps")
            .width(12)
            .stacked()
            .query(
                panels.range(
                    "topk(10, %s)"
                        .formatted(CONSUMERS.perSecond("cdc_events_total", "database, table")),
                    "{{database}}.{{table}}")));
  }
}
