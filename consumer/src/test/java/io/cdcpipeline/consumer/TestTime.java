package io.cdcpipeline.consumer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that run with the real ones: the monotonic one can be advanced, the wall clock step. */
final class TestTime {
  private final AtomicLong stepMillis = new AtomicLong();
  private final AtomicLong advancedNanos = new AtomicLong();
  private final Time time =
      new Time(
          () -> System.nanoTime() + advancedNanos.get(),
          () -> System.currentTimeMillis() + stepMillis.get());

  Time time() {
    return time;
  }

  void advance(Duration span) {
    advancedNanos.addAndGet(span.toNanos());
  }

  /** Moves the wall clock from now on. */
  void step(long millis) {
    stepMillis.addAndGet(millis);
  }
}
