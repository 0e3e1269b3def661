package io.cdcpipeline.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets a few new pipelines at a time be created, in the order in which they came. The first
 * reconcile of one takes a second, and the change of a pipeline that runs must not wait until a
 * thousand others are created.
 */
final class NewPipelines {
  private final Set<ResourceID> admitted = new HashSet<>();
  private final Set<ResourceID> waiting = new LinkedHashSet<>();
  private final int atATime;
  private final Consumer<ResourceID> reconcile;

  /**
   * Knows none yet.
   *
   * @param atATime fewer than there are threads for reconciles
   * @param reconcile triggers a reconcile of a pipeline
   */
  NewPipelines(int atATime, Consumer<ResourceID> reconcile) {
    this.atATime = atATime;
    this.reconcile = reconcile;
  }

  /** Whether it is the pipeline's turn; if not, a reconcile is triggered when it is. */
  synchronized boolean admit(ResourceID pipeline) {
    if (admitted.size() >= atATime) {
      waiting.add(pipeline);
      return false;
    }
    waiting.remove(pipeline);
    admitted.add(pipeline);
    return true;
  }

  /** The pipeline has been reconciled, or is gone. */
  void done(ResourceID pipeline) {
    next(pipeline).forEach(reconcile);
  }

  /** They count as waiting until they come: who is deleted meanwhile must not take a place. */
  private synchronized List<ResourceID> next(ResourceID pipeline) {
    boolean left = admitted.remove(pipeline);
    left |= waiting.remove(pipeline);
    return left ? waiting.stream().limit(atATime - (long) admitted.size()).toList() : List.of();
  }
}
