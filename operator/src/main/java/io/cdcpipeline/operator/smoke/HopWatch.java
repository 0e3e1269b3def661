package io.cdcpipeline.operator.smoke;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks at a hop until it has everything or its time is over.
 *
 * @param nanos a clock that only runs forward
 * @param pause between two looks
 */
record HopWatch(LongSupplier nanos, Duration timeout, Duration pause) {
  static HopWatch of(Duration timeout) {
    return new HopWatch(System::nanoTime, timeout, Duration.ofMillis(200));
  }

  /**
   * The result, for which a failed look is repeated like an incomplete one: servers restart.
   *
   * @param committed when the changes were, by the same clock
   */
  HopResult watch(Hop hop, long committed) {
    long began = nanos.getAsLong();
    var seen = "-";
    var words = "";
    while (true) {
      try {
        var now = hop.look();
        if (now.complete()) {
          return HopResult.ok(hop.name(), now.text(), millis(nanos.getAsLong() - committed));
        }
        seen = now.text();
        words = "incomplete";
      } catch (RuntimeException e) {
        words = Words.of(e);
      }
      if (nanos.getAsLong() - began >= timeout.toNanos() || !sleep()) {
        return HopResult.failed(
            hop.name(), seen, "%s after %d s".formatted(words, timeout.toSeconds()));
      }
    }
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos));
  }

  /** Whether to go on. */
  private boolean sleep() {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
