package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.output.ExitCode;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the test ended.
 *
 * @param failures each a hop with its own words; empty if all agree
 */
record SmokeVerdict(int exitCode, List<String> failures) {
  /** The columns of the table are at least that wide; a hop that failed has no time. */
  private static final Pattern FAILED_HOP = Pattern.compile("(.{34,}?) .{26,}? +-  FAILED: (.*)");

  private static final Pattern FAILED = Pattern.compile("(?:FAILED: |cdc-pipeline-\\w+: )(.*)");

  /**
   * From its Job and its table.
   *
   * @param condition Complete or Failed
   */
  static SmokeVerdict of(JobCondition condition, List<String> lines) {
    if ("Complete".equals(condition.getType())) {
      return new SmokeVerdict(ExitCode.OK, List.of());
    }
    if ("DeadlineExceeded".equals(condition.getReason())) {
      return new SmokeVerdict(ExitCode.TIMEOUT, List.of());
    }
    var failures = lines.stream().flatMap(line -> failure(line).stream()).toList();
    return new SmokeVerdict(
        ExitCode.NO,
        failures.isEmpty() ? List.of(String.valueOf(condition.getMessage())) : failures);
  }

  boolean isTimeout() {
    return exitCode == ExitCode.TIMEOUT;
  }

  private static List<String> failure(String line) {
    var hop = FAILED_HOP.matcher(line);
    if (hop.matches()) {
      return List.of(hop.group(1).strip() + ": " + hop.group(2));
    }
    var whole = FAILED.matcher(line);
    return whole.matches() ? List.of(whole.group(1)) : List.of();
  }
}
