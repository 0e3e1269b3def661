package io.cdcpipeline.operator.child;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kinds whose informer had a watch and has none now. One that never had any is not among them: a
 * watch without WebSocket counts only from its first event (fabric8's WatchHTTPManager).
 */
final class LostWatches {
  /** An informer is without one for a moment every few minutes. */
  private static final Duration A_MOMENT = Duration.ofSeconds(10);

  /** When each kind was last seen with a watch, or its loss was last looked into. */
  private final Map<ResourceKind, Instant> fine = new ConcurrentHashMap<>();

  private final Clock clock;

  LostWatches(Clock clock) {
    this.clock = clock;
  }

  void fine(ResourceKind kind) {
    fine.put(kind, clock.instant());
  }

  void forget(ResourceKind kind) {
    fine.remove(kind);
  }

  /** Whether a kind that has no watch now is without one for longer than a moment. */
  boolean lasts(ResourceKind kind) {
    var last = fine.get(kind);
    return last != null && clock.instant().isAfter(last.plus(A_MOMENT));
  }
}
