package io.cdcpipeline.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Admits a few new pipelines at a time, in the order in which they came. The first reconcile of one
 * takes a second, and the change of a pipeline that runs must not wait until a thousand others are
 * created. One that is admitted and not reconciled, because something refuses its finalizer or
 * because its reconcile fails, no longer counts once nobody has advanced for a while.
 */
final class NewPipelines {
  private final Set<ResourceID> admitted = new LinkedHashSet<>();
  private final Set<ResourceID> waiting = new LinkedHashSet<>();
  private final int atATime;
  private final Consumer<ResourceID> reconcile;
  private final Executor later;
  private boolean checked;
  private boolean advanced;

  /**
   * Knows none yet.
   *
   * @param atATime fewer than there are threads for reconciles
   * @param reconcile triggers a reconcile of a pipeline that had to wait
   * @param later runs what it is given after the longest time without an advance
   */
  NewPipelines(int atATime, Consumer<ResourceID> reconcile, Executor later) {
    this.atATime = atATime;
    this.reconcile = reconcile;
    this.later = later;
  }

  /** Whether it is the pipeline's turn; if not, a reconcile is triggered when it is. */
  synchronized boolean admit(ResourceID pipeline) {
    if (admitted.contains(pipeline)) {
      return true;
    }
    if (admitted.size() < atATime) { // so nobody waits
      return admitted.add(pipeline);
    }
    waiting.add(pipeline);
    check();
    return false;
  }

  synchronized boolean isWaiting(ResourceID pipeline) {
    return waiting.contains(pipeline);
  }

  /** The pipeline has been reconciled, or is gone: the next one is admitted in its place. */
  void done(ResourceID pipeline) {
    leave(pipeline).ifPresent(reconcile);
  }

  private synchronized Optional<ResourceID> leave(ResourceID pipeline) {
    waiting.remove(pipeline);
    if (!admitted.remove(pipeline)) {
      return Optional.empty();
    }
    advanced = true;
    return admitNext();
  }

  private Optional<ResourceID> admitNext() {
    var next = first(waiting);
    next.ifPresent(waiting::remove);
    next.ifPresent(admitted::add);
    return next;
  }

  private static Optional<ResourceID> first(Set<ResourceID> pipelines) {
    return pipelines.stream().findFirst();
  }

  private void check() {
    if (!checked) {
      checked = true;
      advanced = false;
      later.execute(() -> unlessAdvanced().ifPresent(reconcile));
    }
  }

  /** It may just be slow, and its reconcile end later: then nobody takes its place once more. */
  private synchronized Optional<ResourceID> unlessAdvanced() {
    checked = false;
    var next = Optional.<ResourceID>empty();
    if (!advanced) {
      first(admitted).ifPresent(admitted::remove);
      next = admitNext();
    }
    if (!waiting.isEmpty()) {
      check();
    }
    return next;
  }
}
