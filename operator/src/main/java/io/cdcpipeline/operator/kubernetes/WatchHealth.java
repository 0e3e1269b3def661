package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kinds whose informer had a watch and has none now. One that never had any is not among them: a
 * watch without WebSocket counts only from its first event (fabric8's WatchHTTPManager).
 */
final class WatchHealth {
  /** An informer is without one for a moment every few minutes. */
  private static final Duration A_MOMENT = Duration.ofSeconds(10);

  /** When each kind was last seen with a watch, or its loss was last looked into. */
  private final Map<ResourceKind, Instant> markHealthy = new ConcurrentHashMap<>();

  private final Clock clock;

  WatchHealth(Clock clock) {
    this.clock = clock;
  }

  void markHealthy(ResourceKind kind) {
    markHealthy.put(kind, clock.instant());
  }

  void forget(ResourceKind kind) {
    markHealthy.remove(kind);
  }

  /** Whether a kind that has no watch now is without one for longer than a moment. */
  boolean isLost(ResourceKind kind) {
    var last = markHealthy.get(kind);
    return last != null && clock.instant().isAfter(last.plus(A_MOMENT));
  }
}
