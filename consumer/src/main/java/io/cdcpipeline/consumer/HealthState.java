package io.cdcpipeline.consumer;

import java.time.Duration;

/** What the probes ask: does the loop move, does the group know us. */
final class HealthState {
  /** Longer than any wait inside the loop: 30 s for dead letters, 5 s for offsets. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private volatile long lastTurn = System.nanoTime();
  private volatile boolean assigned;
  private volatile boolean wasAssigned;

  void turned() {
    lastTurn = System.nanoTime();
  }

  void assigned(boolean known) {
    assigned = known;
    wasAssigned |= known;
  }

  boolean isAssigned() {
    return assigned;
  }

  boolean wasAssigned() {
    return wasAssigned;
  }

  boolean isAlive() {
    return System.nanoTime() - lastTurn < STALLED.toNanos();
  }

  /** An assignment may be empty: with more consumers than partitions one stands by. */
  boolean isReady() {
    return assigned && isAlive();
  }
}
