package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which kinds have lost their watch. A kind that never had one is not lost: a watch without
 * WebSocket counts only from its first event (fabric8's WatchHTTPManager).
 */
final class WatchHealth {
  /** Every informer is without a watch for a moment every few minutes. */
  private static final Duration TOLERATED = Duration.ofSeconds(10);

  /** When each kind last had a watch, or its loss was last investigated. */
  private final Map<ResourceKind, Instant> lastHealthy = new ConcurrentHashMap<>();

  private final Clock clock;

  WatchHealth(Clock clock) {
    this.clock = clock;
  }

  void markHealthy(ResourceKind kind) {
    lastHealthy.put(kind, clock.instant());
  }

  void forget(ResourceKind kind) {
    lastHealthy.remove(kind);
  }

  /** Whether a kind that has no watch now has been without one for longer than is normal. */
  boolean isLost(ResourceKind kind) {
    var last = lastHealthy.get(kind);
    return last != null && clock.instant().isAfter(last.plus(TOLERATED));
  }
}
