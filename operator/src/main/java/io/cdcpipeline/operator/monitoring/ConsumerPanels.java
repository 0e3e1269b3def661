package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import java.util.List;

/** How the consumers work. */
final class ConsumerPanels {
  private ConsumerPanels() {}

  static List<Panel> of(PipelinePanels panels) {
    return List.of(
        panels
            .course("duplicates", "cps")
            .query(
                panels.range(
                    "sum by (op) (rate(cdc_events_duplicate_total{%{pipeline}}[$__rate_interval]))",
                    "{{op}}")),
        panels
            .course("deadLetterRate", "cps")
            .query(
                panels.range(
                    "sum by (reason) (rate(cdc_dead_letters_total{%{pipeline}}[$__rate_interval]))",
                    "{{reason}}")),
        panels
            .course("pollToCommit", "s")
            .query(panels.quantile(50, "cdc_poll_to_commit_seconds"))
            .query(panels.quantile(99, "cdc_poll_to_commit_seconds")),
        panels
            .course("bytes", "Bps")
            .query(panels.rate("cdc_read_bytes_total", "read"))
            .query(panels.rate("cdc_written_bytes_total", "written")),
        panels
            .course("partitions", "short")
            .query(panels.range("sum by (pod) (cdc_assigned_partitions{%{pipeline}})", "{{pod}}"))
            .query(
                panels.range(
                    "sum(increase(cdc_rebalances_total{%{pipeline}}[$__rate_interval]))",
                    "rebalances")),
        panels
            .course("blockedOutput", "short")
            .query(
                panels.range(
                    "sum by (pod)"
                        + " (rate(cdc_output_blocked_seconds_total{%{pipeline}}[$__rate_interval]))",
                    "output blocked {{pod}}"))
            .query(panels.rate("cdc_commit_failures_total", "failed commits")));
  }
}
