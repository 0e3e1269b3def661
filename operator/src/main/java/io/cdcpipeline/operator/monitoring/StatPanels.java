package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import java.util.List;

/** The numbers that a reader sees first. */
final class StatPanels {
  private static final String CHANGES =
      """
      round(sum ((last_over_time(cdc_events_total{%{pipeline}}[1h])
      unless cdc_events_total{%{pipeline}} offset 1h)
      or increase(cdc_events_total{%{pipeline}}[1h])))\
      """;
  private static final String DEAD_LETTERS =
      """
      round(sum ((last_over_time(cdc_dead_letters_total{%{pipeline}}[1h])
      unless cdc_dead_letters_total{%{pipeline}} offset 1h)
      or increase(cdc_dead_letters_total{%{pipeline}}[1h])))\
      """;

  private StatPanels() {}

  static List<Panel> of(PipelinePanels panels) {
    return List.of(
        panels
            .stat("ready", "max(cdc_operator_pipeline_condition{%{pipeline},type=\"Ready\"})")
            .width(3)
            .yesOrNo(),
        panels.stat("changes", CHANGES).width(5).decimals(0).color("blue"),
        panels
            .stat("changefeedLag", "max(cdc_operator_changefeed_lag_seconds{%{pipeline}})")
            .width(4)
            .unit("s")
            .limits(60, 300),
        panels
            .stat("consumerLag", "sum(cdc_partition_lag{%{pipeline}})")
            .width(4)
            .decimals(0)
            .limits(1000, 10_000),
        panels
            .stat("lastEvent", "time() - max(cdc_last_event_timestamp_seconds{%{pipeline}} > 0)")
            .width(4)
            .unit("s")
            .decimals(0)
            .color("blue"),
        panels
            .stat("deadLetters", DEAD_LETTERS)
            .width(4)
            .decimals(0)
            .color("green")
            .from(1, "red"));
  }
}
