package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to reconcile a pipeline again without an event: soon while it is progressing, less often
 * once it is ready or nothing has changed for a while, and less often the more pipelines there are,
 * so that it never keeps a core busy. Events and answers trigger a reconcile at once regardless.
 */
final class ReconcileInterval {
  private static final Duration PROGRESSING = Duration.ofSeconds(3);
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(30);
  private static final int MAX_PER_SECOND = 33;

  private final Set<ResourceID> pipelines = ConcurrentHashMap.newKeySet();

  Duration next(ResourceID pipeline, boolean ready, CdcPipelineStatus status, Instant now) {
    pipelines.add(pipeline);
    var desired = ready || isStable(status, now) ? STABLE : PROGRESSING;
    var minimumForLoad = Duration.ofSeconds(pipelines.size() / MAX_PER_SECOND);
    return desired.compareTo(minimumForLoad) > 0 ? desired : minimumForLoad;
  }

  private static boolean isStable(CdcPipelineStatus status, Instant now) {
    return status.conditions().stream()
        .map(Condition::lastTransitionTime)
        .map(Instant::parse)
        .allMatch(since -> since.plus(STABLE_AFTER).isBefore(now));
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
  }
}
