package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.operator.monitoring.Counters.CONSUMERS;

import io.cdcpipeline.operator.monitoring.dashboard.Panel;
import io.cdcpipeline.operator.monitoring.dashboard.PromQuery;
import java.util.List;

/** How the consumers work. */
final class ConsumerPanels {
  private ConsumerPanels() {}

  static List<Panel> of(PipelinePanels panels) {
    return List.of(
        panels
            .course("duplicates", "cps")
            .query(panels.range(CONSUMERS.perSecond("cdc_events_duplicate_total", "op"), "{{op}}"))
            .operationsColoured(),
        panels
            .course("deadLetterRate", "cps")
            .query(
                panels.range(
                    CONSUMERS.perSecond("cdc_dead_letters_total", "reason"), "{{reason}}")),
        panels
            .course("pollToCommit", "s")
            .query(panels.quantile(50, "cdc_poll_to_commit_seconds"))
            .query(panels.quantile(99, "cdc_poll_to_commit_seconds")),
        quarter(panels, "bytes", "Bps")
            .query(panels.rate("cdc_read_bytes_total", "read"))
            .query(panels.rate("cdc_written_bytes_total", "written")),
        quarter(panels, "partitions", "locale")
            .query(panels.range("sum by (pod) (cdc_assigned_partitions{%{pipeline}})", "{{pod}}")),
        quarter(panels, "rebalances", "locale")
            .query(increase(panels, "cdc_rebalances_total", "rebalances"))
            .query(increase(panels, "cdc_commit_failures_total", "failed commits")),
        quarter(panels, "blockedOutput", "percentunit")
            .query(
                panels.range(
                    "sum by (pod)"
                        + " (rate(cdc_output_blocked_seconds_total{%{pipeline}}[$__rate_interval]))",
                    "{{pod}}")));
  }

  private static Panel quarter(PipelinePanels panels, String text, String unit) {
    return panels.course(text, unit).width(6);
  }

  private static PromQuery increase(PipelinePanels panels, String counter, String legend) {
    return panels.range(
        "sum(increase(%s{%%{pipeline}}[$__rate_interval]))".formatted(counter), legend);
  }
}
