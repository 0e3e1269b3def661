package io.cdcpipeline.consumer;

import java.util.concurrent.atomic.AtomicLong;

/** The real monotonic clock, and a wall clock that can step. */
final class TestTime {
  private final AtomicLong stepMillis = new AtomicLong();
  private final Time time =
      new Time(System::nanoTime, () -> System.currentTimeMillis() + stepMillis.get());

  Time time() {
    return time;
  }

  /** Moves the wall clock from now on. */
  void step(long millis) {
    stepMillis.addAndGet(millis);
  }
}
