package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Children of one kind that this operator created and no watch has shown yet. Until one does, the
 * SDK answers with what the creation returned; but a watch that is cut, and begins again with a
 * list made after the child's deletion, never shows it, nor that it is gone.
 */
final class UnseenCreations {
  /** A watch reports a creation within milliseconds, a new one after a cut within seconds. */
  private static final Duration EXPECTED_WITHIN = Duration.ofSeconds(30);

  private record Creation(GenericKubernetesResource child, Instant checkAt) {}

  private final Map<ResourceID, Creation> creations = new ConcurrentHashMap<>();
  private final Clock clock;

  UnseenCreations(Clock clock) {
    this.clock = clock;
  }

  void created(GenericKubernetesResource child) {
    var checkAt = clock.instant().plus(EXPECTED_WITHIN);
    creations.put(ResourceID.fromResource(child), new Creation(child, checkAt));
  }

  void seen(GenericKubernetesResource child) {
    creations.remove(ResourceID.fromResource(child));
  }

  /** The children of a pipeline to ask the API server for; each again only after a while. */
  List<GenericKubernetesResource> overdue(ResourceID pipeline) {
    if (creations.isEmpty()) {
      return List.of(); // nearly always, and this is asked for each kind at each reconcile
    }
    var now = clock.instant();
    var overdue =
        creations.values().stream()
            .filter(creation -> !creation.checkAt().isAfter(now))
            .map(Creation::child)
            .filter(child -> ApplyCache.primaryOf(child).contains(pipeline))
            .toList();
    overdue.forEach(this::created);
    return overdue;
  }
}
