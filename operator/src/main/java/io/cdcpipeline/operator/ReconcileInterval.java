package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to look at a pipeline again although nothing woke us: soon while it is on its way, rarer
 * once it is ready or has stood still for a while, and rarer with many, so that looking never keeps
 * a core busy. What happens to a child or is answered wakes us at once, whatever this says.
 */
final class ReconcileInterval {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final Duration STANDS_STILL = Duration.ofSeconds(30);
  private static final int LOOKS_PER_SECOND = 33;

  private final Set<ResourceID> pipelines = ConcurrentHashMap.newKeySet();

  Duration next(ResourceID pipeline, boolean ready, CdcPipelineStatus status, Instant now) {
    pipelines.add(pipeline);
    var wanted = ready || standsStill(status, now) ? CALM : SOON;
    var bearable = Duration.ofSeconds(pipelines.size() / LOOKS_PER_SECOND);
    return wanted.compareTo(bearable) > 0 ? wanted : bearable;
  }

  private static boolean standsStill(CdcPipelineStatus status, Instant now) {
    return status.conditions().stream()
        .map(Condition::lastTransitionTime)
        .map(Instant::parse)
        .allMatch(since -> since.plus(STANDS_STILL).isBefore(now));
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
  }
}
