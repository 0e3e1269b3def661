package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.Counters.CONSUMERS;
import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.ELASTICSEARCH;
import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.PROMETHEUS;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.SearchQuery;
import io.cdcpipeline.operator.monitoring.dashboard.Transformation;
import java.util.List;
import java.util.Map;

/** Panels of the events in Elasticsearch, where each change is one document: exact counts. */
final class EventPanels {
  private static final int MAX_OPERATIONS = 10;
  private static final int MAX_TABLES = 1000;
  private static final int BUSIEST = 10;

  /**
   * A row before the change has the columns old.*, after it data.*; side by side by their names.
   */
  private static final List<Transformation> BEFORE_AND_AFTER =
      List.of(
          Transformation.keep(
              "^(@timestamp|op|database|table|commit_ts|_id|ddl_type|sql|data\\..+|old\\..+)$"),
          Transformation.rename("^old\\.(.*)$", "data.$1 (before)"),
          Transformation.sort(),
          Transformation.order(
              List.of("@timestamp", "op", "database", "table"),
              Map.of("@timestamp", "time", "_id", "event_id")));

  private EventPanels() {}

  static Panel operations(PipelinePanels panels) {
    return Panel.pie(PipelinePanels.text("operations"), ELASTICSEARCH)
        .width(6)
        .query(SearchQuery.count(panels.events()).by("op", MAX_OPERATIONS).overTime("{{term op}}"))
        .reducedBy("sum")
        .ofTheLast("1h")
        .operationsColoured();
  }

  /** The same from Prometheus, which also has it where there is no Elasticsearch. */
  static Panel operationsCounted(PipelinePanels panels) {
    return Panel.pie(PipelinePanels.text("operationsCounted"), PROMETHEUS)
        .width(6)
        .query(panels.instant(CONSUMERS.lastHour("cdc_events_total", "op"), "{{op}}"))
        .operationsColoured();
  }

  static Panel tables(PipelinePanels panels) {
    return Panel.table(PipelinePanels.text("tables"), ELASTICSEARCH)
        .width(12)
        .unit("locale")
        .query(
            SearchQuery.count(panels.events())
                .by("database", MAX_TABLES)
                .by("table", MAX_TABLES)
                .by("op", MAX_OPERATIONS))
        .transformed(
            List.of(
                Transformation.order(
                    List.of("database", "table", "op"), Map.of("Count", "changes"))))
        .operationColumn()
        .sortedBy("changes");
  }

  static List<Panel> overTime(PipelinePanels panels) {
    return List.of(
        overTime("eventsByOperation")
            .query(
                SearchQuery.count(panels.events()).by("op", MAX_OPERATIONS).overTime("{{term op}}"))
            .operationsColoured(),
        overTime("eventsByTable")
            .query(
                SearchQuery.count(panels.events())
                    .by("database", BUSIEST)
                    .by("table", BUSIEST)
                    .overTime("{{term database}}.{{term table}}")));
  }

  private static Panel overTime(String text) {
    return Panel.timeSeries(PipelinePanels.text(text), ELASTICSEARCH).width(12).decimals(0).bars();
  }

  static Panel newest(PipelinePanels panels) {
    return Panel.table(PipelinePanels.text("events"), ELASTICSEARCH)
        .query(SearchQuery.raw("raw_data", panels.chosenEvents(), 200))
        .transformed(BEFORE_AND_AFTER)
        .operationColumn()
        .sortedBy("time");
  }

  static Panel documents(PipelinePanels panels) {
    return Panel.table(PipelinePanels.text("documents"), ELASTICSEARCH)
        .query(SearchQuery.raw("raw_document", panels.chosenEvents(), 50));
  }
}
