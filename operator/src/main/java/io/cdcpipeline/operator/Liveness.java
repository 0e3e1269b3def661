package io.cdcpipeline.operator;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a restart of this process would help: it does when pipelines have not been watched for
 * minutes. A shorter loss is ordinary, while the API server restarts.
 */
final class Liveness {
  static final Duration TOLERATED = Duration.ofMinutes(3);

  private final BooleanSupplier watching;
  private final LongSupplier nanoTime;
  private long lastWatched;

  /**
   * Counts from now.
   *
   * @param watching whether pipelines are being watched, or need not be yet
   * @param nanoTime a monotonic clock
   */
  Liveness(BooleanSupplier watching, LongSupplier nanoTime) {
    this.watching = watching;
    this.nanoTime = nanoTime;
    lastWatched = nanoTime.getAsLong();
  }

  /** The answer of {@code /livez}; the time is counted from one call to the next. */
  synchronized boolean live() {
    long now = nanoTime.getAsLong();
    if (watching.getAsBoolean()) {
      lastWatched = now;
    }
    return now - lastWatched <= TOLERATED.toNanos();
  }
}
