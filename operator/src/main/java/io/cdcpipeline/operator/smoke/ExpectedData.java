package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.smoke.Panel.Target;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which queries cannot be without data once rows have changed: those of metrics that every pipeline
 * has from its start, and those of events as such. Others show what is rare, such as dead letters,
 * or what other programs measure.
 */
final class ExpectedData {
  private static final Set<String> ALWAYS =
      Set.of(
          "cdc_events_total",
          "cdc_partition_lag",
          "cdc_last_event_timestamp_seconds",
          "cdc_event_latency_seconds_bucket",
          "cdc_poll_to_commit_seconds_bucket",
          "cdc_read_bytes_total",
          "cdc_written_bytes_total",
          "cdc_assigned_partitions",
          "cdc_operator_pipeline_condition",
          "cdc_operator_changefeed_lag_seconds",
          "cdc_operator_hop_lag_seconds");

  /** Fields that every event has, with values that ours have too. */
  private static final Set<String> COMMON =
      Set.of("log_type", "topic", "namespace", "pipeline", "database", "table");

  /** Names with an underscore before a selector or a bracket: no function has one after it. */
  private static final Pattern METRIC = Pattern.compile("([a-z]+_[a-z0-9_]+)(?=[\\s]*(?:\\{|\\[))");

  private static final Pattern FIELD = Pattern.compile("([\\w.]+):");

  private ExpectedData() {}

  /** Whether the query must have data. */
  static boolean in(Target target) {
    return switch (target.source()) {
      case "prometheus" -> named(METRIC, target, "expr", ALWAYS);
      case "elasticsearch" -> named(FIELD, target, "query", COMMON);
      default -> false;
    };
  }

  /** Whether a query names something, and nothing but these. */
  private static boolean named(Pattern pattern, Target target, String field, Set<String> known) {
    var names =
        pattern
            .matcher(target.query().path(field).asText())
            .results()
            .map((MatchResult name) -> name.group(1))
            .toList();
    return !names.isEmpty() && known.containsAll(names);
  }
}
