package io.cdcpipeline.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to look at a pipeline again although nothing woke us: soon while it is on its way, and with
 * many pipelines rarer, so that looking never keeps a core busy.
 */
final class Pace {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration READY = Duration.ofSeconds(10);
  private static final int LOOKS_PER_SECOND = 33;

  private final Set<ResourceID> pipelines = ConcurrentHashMap.newKeySet();

  Duration next(ResourceID pipeline, boolean ready) {
    pipelines.add(pipeline);
    var wanted = ready ? READY : SOON;
    var bearable = Duration.ofSeconds(pipelines.size() / LOOKS_PER_SECOND);
    return wanted.compareTo(bearable) > 0 ? wanted : bearable;
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
  }
}
