package io.cdcpipeline.operator.changefeed;

import java.time.Duration;

/** Delays that double up to a maximum. */
record Backoff(Duration first, Duration maximum) {
  /** Between automatic resumes of a failed changefeed: twelve of them span about 70 minutes. */
  static final Backoff RESUME = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

  static final int MAX_RESUMES = 12;

  /** Between attempts at a step that TiCDC rejects or does not answer. */
  static final Backoff STEP = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** Between restarts of a changefeed whose checkpoint has stalled without an error. */
  static final Backoff STALL = new Backoff(Duration.ofMinutes(10), Duration.ofHours(1));

  static final int MAX_RESTARTS = 3;

  /** How long to wait after that many attempts; nothing before the first. */
  Duration after(int attempts) {
    if (attempts == 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(attempts - 1, 20));
    return doubled.compareTo(maximum) < 0 ? doubled : maximum;
  }
}
