package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.remote.RemoteQueries.Urgency;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to reconcile a pipeline again without an event: soon while it is progressing, less often
 * once it is ready or nothing has changed for a while, least while it only waits for its children,
 * whose changes a watch reports, and less often the more pipelines there are, so that it never
 * keeps a core busy; one that is settled is the first to wait. A replay that runs waits for the
 * operator, however many pipelines do not. Events and answers trigger a reconcile at once
 * regardless.
 */
final class ReconcileInterval {
  private static final Duration PROGRESSING = Duration.ofSeconds(3);
  private static final Duration REPLAYING = Duration.ofSeconds(3);
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration WAITING = Duration.ofSeconds(45);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(30);

  /** A pod in trouble, which no watch reports, is named within two minutes. */
  private static final Duration WAITING_AT_MOST = Duration.ofSeconds(100);

  private static final int MAX_PER_SECOND = 33;

  /** Of pipelines that wait: each look asks the API server six times. */
  private static final int MAX_WAITING_PER_SECOND = 10;

  /** Of pipelines that are settled: less than 3 % of a core. */
  private static final int MAX_SETTLED_PER_SECOND = 4;

  /** A hop that stalls is named after five such intervals, within three minutes. */
  private static final Duration SETTLED_AT_MOST = Duration.ofSeconds(30);

  private final Set<ResourceID> pipelines = ConcurrentHashMap.newKeySet();
  private final Set<ResourceID> replaying = ConcurrentHashMap.newKeySet();

  /**
   * The time until the next reconcile.
   *
   * @param ready whether every stage is
   * @param queries of remote systems, whose answers need the next question
   */
  Duration next(
      ResourceID pipeline, boolean ready, Urgency queries, CdcPipelineStatus status, Instant now) {
    pipelines.add(pipeline);
    if (isReplaying(status)) {
      replaying.add(pipeline);
      return longer(REPLAYING, forLoad(replaying));
    }
    replaying.remove(pipeline);
    if (ready) {
      boolean settled = queries != Urgency.SOON && isSettled(status, now);
      var desired = settled ? paced(STABLE, MAX_SETTLED_PER_SECOND, SETTLED_AT_MOST) : STABLE;
      return longer(desired, forLoad(pipelines));
    }
    boolean stable = isStable(status, now);
    boolean watched = queries == Urgency.NONE && isUnderWay(status);
    var waiting = paced(WAITING, MAX_WAITING_PER_SECOND, WAITING_AT_MOST);
    var desired = watched && stable ? waiting : watched || stable ? STABLE : PROGRESSING;
    return longer(desired, forLoad(pipelines));
  }

  /** So long that no more are reconciled in a second, between two bounds. */
  private Duration paced(Duration atLeast, int perSecond, Duration atMost) {
    return longer(atLeast, shorter(forLoad(pipelines, perSecond), atMost));
  }

  private static boolean isReplaying(CdcPipelineStatus status) {
    return status.replay() != null && status.replay().state() == ReplayState.RUNNING;
  }

  private static Duration forLoad(Set<ResourceID> pipelines) {
    return forLoad(pipelines, MAX_PER_SECOND);
  }

  private static Duration forLoad(Set<ResourceID> pipelines, int perSecond) {
    return Duration.ofSeconds(pipelines.size() / perSecond);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Whether changes flow, or are not to, and have for a while. */
  private static boolean isSettled(CdcPipelineStatus status, Instant now) {
    return isStable(status, now)
        && status.conditions().stream()
            .map(condition -> Reason.valueOf(condition.reason()).severity())
            .allMatch(severity -> severity.compareTo(Severity.WARNING) <= 0);
  }

  /** Whether nothing is wrong that somebody may repair without any child of ours changing. */
  private static boolean isUnderWay(CdcPipelineStatus status) {
    return status.conditions().stream()
        .filter(condition -> !condition.status().equals("True"))
        .map(condition -> Reason.valueOf(condition.reason()).severity())
        .allMatch(Severity.PROGRESSING::equals);
  }

  private static boolean isStable(CdcPipelineStatus status, Instant now) {
    return status.conditions().stream()
        .map(Condition::lastTransitionTime)
        .map(Instant::parse)
        .allMatch(since -> since.plus(STABLE_AFTER).isBefore(now));
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
    replaying.remove(pipeline);
  }
}
