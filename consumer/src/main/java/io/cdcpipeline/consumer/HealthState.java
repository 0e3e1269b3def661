package io.cdcpipeline.consumer;

import java.time.Duration;

/** What the probes report: whether the loop makes progress and the group has assigned us. */
final class HealthState {
  /** Longer than any wait inside the loop: 30 s for dead letters, 5 s for offsets. */
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private final Time time;
  private volatile long lastProgress;
  private volatile boolean assigned;
  private volatile boolean wasAssigned;
  private volatile boolean refused;

  HealthState(Time time) {
    this.time = time;
    recordProgress();
  }

  void recordProgress() {
    lastProgress = time.nanos();
  }

  void setAssigned(boolean hasAssignment) {
    assigned = hasAssignment;
    wasAssigned |= hasAssignment;
  }

  /** Whether some broker refuses our login. */
  void setRefused(boolean isRefused) {
    refused = isRefused;
  }

  boolean isAssigned() {
    return assigned;
  }

  boolean wasAssigned() {
    return wasAssigned;
  }

  boolean isAlive() {
    return time.nanos() - lastProgress < STALL_TIMEOUT.toNanos();
  }

  /** An empty assignment counts: with more consumers than partitions, some are on standby. */
  boolean isReady() {
    return assigned && !refused && isAlive();
  }
}
