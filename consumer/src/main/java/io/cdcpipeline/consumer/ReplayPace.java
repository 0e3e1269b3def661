package io.cdcpipeline.consumer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Delays the writing of lines to a number of bytes a second; not thread-safe. */
final class ReplayPace {
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int bytesPerSecond;
  private final Time time;
  private long due;

  ReplayPace(int bytesPerSecond, Time time) {
    this.bytesPerSecond = bytesPerSecond;
    this.time = time;
    due = time.nanos();
  }

  /** Takes note of bytes that were written; time that nothing was written in is not saved up. */
  void wrote(long bytes) {
    long now = time.nanos();
    long from = due - now > 0 ? due : now;
    due = from + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
  }

  /** Returns when more may be written, or as soon as the process is to stop. */
  void await(BooleanSupplier stopping) {
    for (long left = due - time.nanos(); left > 0; left = due - time.nanos()) {
      if (stopping.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, LONGEST_PAUSE_NANOS));
    }
  }
}
