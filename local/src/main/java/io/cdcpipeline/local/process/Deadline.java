package io.cdcpipeline.local.process;

import java.time.Duration;

/** A moment in the future that does not move when the system's clock is set. */
public record Deadline(long nanoTime) {
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  public boolean passed() {
    return System.nanoTime() - nanoTime >= 0;
  }
}
