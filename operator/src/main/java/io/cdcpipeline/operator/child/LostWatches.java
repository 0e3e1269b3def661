package io.cdcpipeline.operator.child;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kinds whose informer has no watch, and since when. */
final class LostWatches {
  /** An informer is without one for a moment when it starts and every few minutes. */
  private static final Duration A_MOMENT = Duration.ofSeconds(10);

  private final Map<ResourceKind, Instant> since = new ConcurrentHashMap<>();
  private final Clock clock;

  LostWatches(Clock clock) {
    this.clock = clock;
  }

  /** Whether the kind is without a watch for longer than a moment, by what is seen now. */
  boolean lasts(ResourceKind kind, boolean watching) {
    if (watching) {
      since.remove(kind);
      return false;
    }
    var lost = since.computeIfAbsent(kind, k -> clock.instant());
    return clock.instant().isAfter(lost.plus(A_MOMENT));
  }
}
