package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.Counters.CONSUMERS;
import static io.cdcpipeline.operator.monitoring.dashboard.DataSource.ELASTICSEARCH;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.SearchQuery;
import java.util.List;

/** The numbers that a reader sees first. */
final class StatPanels {
  /** TiCDC's own number where the operator has none, as while TiCDC does not answer it. */
  private static final String CHANGEFEED_LAG =
      """
      max(cdc_operator_changefeed_lag_seconds{%{pipeline}})
      or max(cdc_operator_hop_lag_seconds{%{pipeline},hop="changefeed"})
      or max(ticdc_owner_checkpoint_ts_lag{%{ticdc}})\
      """;

  /** The exporter's number where no consumer runs: what waits for one. */
  private static final String CONSUMER_LAG =
      """
      sum(cdc_partition_lag{%{pipeline}})
      or sum(clamp_min(kafka_consumergroup_lag{%{kafka}consumergroup="%{group}",topic="%{topic}"}, 0))\
      """;

  /** A consumer that starts knows of no event before; an hour or a day ago another did. */
  private static final String LAST_EVENT =
      "time() - max(max_over_time(cdc_last_event_timestamp_seconds{%{pipeline}}[1d]) > 0)";

  private StatPanels() {}

  static List<Panel> of(PipelinePanels panels) {
    return List.of(
        panels
            .stat("ready", "max(cdc_operator_pipeline_condition{%{pipeline},type=\"Ready\"})")
            .width(3)
            .yesOrNo(),
        (panels.searches() ? events(panels) : counted(panels)).width(5).color("blue"),
        panels.stat("changefeedLag", CHANGEFEED_LAG).width(4).unit("s").limits(60, 300),
        panels.stat("consumerLag", CONSUMER_LAG).width(4).decimals(0).limits(1000, 10_000),
        panels.stat("lastEvent", LAST_EVENT).width(4).unit("s").decimals(0).color("blue"),
        panels
            .stat("deadLetters", total("cdc_dead_letters_total"))
            .width(4)
            .decimals(0)
            .color("green")
            .from(1, "red"));
  }

  private static Panel events(PipelinePanels panels) {
    return Panel.stat(PipelinePanels.text("changes"), ELASTICSEARCH)
        .decimals(0)
        .query(SearchQuery.count(panels.events()).overTime(""))
        .reducedBy("sum")
        .ofTheLast("1h");
  }

  private static Panel counted(PipelinePanels panels) {
    return panels.stat("changesCounted", total("cdc_events_total")).decimals(0);
  }

  private static String total(String counter) {
    return "sum(%s)".formatted(CONSUMERS.lastHour(counter, "pod"));
  }
}
