package io.cdcpipeline.local.demo;

import java.util.concurrent.locks.LockSupport;

/** Turns at even times; a turn that was late does not move the next ones. */
final class Pace {
  private final long start = System.nanoTime();
  private final long every;
  private long turn;

  Pace(double perSecond) {
    every = (long) (1e9 / perSecond);
  }

  void await() {
    long due = start + turn++ * every;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
