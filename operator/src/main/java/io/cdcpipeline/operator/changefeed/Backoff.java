package io.cdcpipeline.operator.changefeed;

import java.time.Duration;

/** Doubling delays with a cap. */
record Backoff(Duration first, Duration longest) {
  /** Between automatic resumes of a failed changefeed: twelve of them span about 70 minutes. */
  static final Backoff RESUME = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

  static final int MAX_RESUMES = 12;

  /** Between tries of a step that TiCDC refuses or does not answer. */
  static final Backoff STEP = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** Between restarts of a changefeed that stands still without saying why. */
  static final Backoff STALL = new Backoff(Duration.ofMinutes(10), Duration.ofHours(1));

  static final int MAX_RESTARTS = 3;

  /** How long to wait after that many tries; nothing before the first. */
  Duration after(int tries) {
    if (tries == 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(tries - 1, 20));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
