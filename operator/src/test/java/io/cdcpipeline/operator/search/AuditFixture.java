package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.remote.Tso;
import java.time.Instant;

/** Windows of half a minute, by the number of the watermark that ends them. */
final class AuditFixture {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** A logical part that a double would lose. */
  private static final long LOGICAL = 3;

  private AuditFixture() {}

  /** The watermark that many half minutes after noon. */
  static long tso(int halfMinutes) {
    return Tso.of(time(halfMinutes)) + LOGICAL;
  }

  static Instant time(int halfMinutes) {
    return NOON.plusSeconds(30L * halfMinutes);
  }

  /** The window that ends with that watermark. */
  static HeartbeatWindow window(int partition, int to, long events) {
    return new HeartbeatWindow(partition, tso(to - 1), tso(to), events);
  }

  static HeartbeatWindow inexact(int partition, int to) {
    return new HeartbeatWindow(partition, tso(to - 1), tso(to), null);
  }

  /** The first heartbeat of a reader without state. */
  static HeartbeatWindow first(int partition, int to) {
    return new HeartbeatWindow(partition, null, tso(to), null);
  }
}
