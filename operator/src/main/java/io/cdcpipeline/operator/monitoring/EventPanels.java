package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;

import io.cdcpipeline.operator.monitoring.dashboard.DataSource;
import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.SearchQuery;
import io.cdcpipeline.operator.monitoring.dashboard.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What changed: operations, tables, and the events themselves. */
final class EventPanels {
  private static final String OPERATIONS =
      """
      round(sum by (op) ((last_over_time(cdc_events_total{%{pipeline}}[1h])
      unless cdc_events_total{%{pipeline}} offset 1h)
      or increase(cdc_events_total{%{pipeline}}[1h])))\
      """;

  private EventPanels() {}

  static List<Panel> newest(PipelinePanels panels) {
    var line = new ArrayList<Panel>();
    line.add(
        Panel.pie(PipelinePanels.text("operations"), PROMETHEUS)
            .width(8)
            .query(panels.instant(OPERATIONS, "{{op}}"))
            .operationsColoured());
    if (panels.searches()) {
      line.add(events(panels));
    }
    return line;
  }

  static List<Panel> throughput(PipelinePanels panels) {
    return List.of(
        panels
            .course("changesByOperation", "cps")
            .width(12)
            .stacked()
            .query(
                panels.range(
                    "sum by (op) (rate(cdc_events_total{%{pipeline}}[$__rate_interval]))",
                    "{{op}}"))
            .operationsColoured(),
        panels
            .course("changesByTable", "cps")
            .width(12)
            .stacked()
            .query(
                panels.range(
                    "topk(10, sum by (database, table)"
                        + " (rate(cdc_events_total{%{pipeline}}[$__rate_interval])))",
                    "{{database}}.{{table}}")));
  }

  private static Panel events(PipelinePanels panels) {
    return Panel.table(PipelinePanels.text("events"), source(panels))
        .width(16)
        .query(SearchQuery.raw("raw_data", filter(panels), 200))
        .transformed(
            List.of(
                Transformation.keep(
                    "^(@timestamp|op|database|table|commit_ts|_id|ddl_type|sql|data\\..+)$"),
                Transformation.order(
                    List.of("@timestamp", "op", "database", "table"),
                    Map.of("@timestamp", "time", "_id", "event_id"))))
        .sortedBy("time");
  }

  static Panel documents(PipelinePanels panels) {
    return Panel.table(PipelinePanels.text("documents"), source(panels))
        .query(SearchQuery.raw("raw_document", filter(panels), 50));
  }

  private static DataSource source(PipelinePanels panels) {
    return new DataSource("elasticsearch", panels.grafana().dataSourceUid());
  }

  private static String filter(PipelinePanels panels) {
    return panels.filled("log_type:cdc_event AND topic:\"%{topic}\"");
  }
}
