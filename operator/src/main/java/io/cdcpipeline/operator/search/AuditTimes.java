package io.cdcpipeline.operator.search;

import java.time.Duration;
import java.time.Instant;

/**
 * The times of the audit, all derived from one setting so that a test can shorten them.
 *
 * @param grace how long counts may differ before changes are reported missing
 */
record AuditTimes(Duration grace) {
  private static final Duration INTERVAL = Duration.ofSeconds(150);
  private static final Duration CATCHING_UP = Duration.ofMinutes(1);
  private static final Duration SETTLING = Duration.ofMinutes(2);
  private static final Duration ROUNDING = Duration.ofMinutes(5);

  /** Between two requests. */
  Duration interval(boolean behind) {
    return shorter(behind ? CATCHING_UP : INTERVAL, grace.dividedBy(4));
  }

  /** By how much the newest heartbeat of every partition must be newer than a window. */
  Duration settling() {
    return shorter(SETTLING, grace.dividedBy(5));
  }

  /** Rounds down as the status shows it, so that the status is not written at every count. */
  Instant rounded(Instant time) {
    long step = shorter(ROUNDING, grace.dividedBy(2)).toSeconds();
    return Instant.ofEpochSecond(time.getEpochSecond() / step * step);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
