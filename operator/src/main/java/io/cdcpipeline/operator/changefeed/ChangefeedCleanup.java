package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Removes the changefeed of a pipeline that is being deleted, before anything else: while it exists
 * it holds back TiDB's garbage collection. A TiCDC that does not answer is not waited for.
 */
final class ChangefeedCleanup {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  // A creation that is under way has to finish first, or it would succeed after the removal.
  private static final Duration TIMEOUT_DURING_CREATION = Duration.ofMinutes(7);
  private static final Duration FRESH_FOR = Duration.ofSeconds(2);
  private static final Duration CONFIRM_ABSENT_AFTER = Duration.ofSeconds(1);

  private final StageContext context;
  private final ChangefeedClient client;
  private final StepExecutor.Sleeper sleeper;

  ChangefeedCleanup(StageContext context, ChangefeedClient client, StepExecutor.Sleeper sleeper) {
    this.context = context;
    this.client = client;
    this.sleeper = sleeper;
  }

  /** Attempts the removal in the background; true once it is done or has timed out. */
  boolean done() {
    if (neverCreated()) {
      return true;
    }
    String id = context.names().changefeedId();
    var answer = removal(client, id);
    if (Boolean.TRUE.equals(answer.value())) {
      context.events().publish(Reason.ChangefeedRemoved, "changefeed " + id + " removed");
      return true;
    }
    return timedOut(id, answer.failure(), answer.isPending() ? TIMEOUT_DURING_CREATION : TIMEOUT);
  }

  private boolean neverCreated() {
    long position =
        ChangefeedStatusSection.position(ChangefeedStatusSection.before(context.pipeline()));
    return position == 0 && recorded().equals(ChangefeedState.NONE);
  }

  private ChangefeedState recorded() {
    return new ChangefeedState.InConfigMap(context.appliedState()).read();
  }

  // Under the reconciler's key, so that it never runs at the same time as a creation.
  private RemoteQueries.Answer<Boolean> removal(ChangefeedClient ticdc, String id) {
    CdcPipeline pipeline = context.pipeline();
    Supplier<String> clusterId = context.clusterId();
    boolean recorded = recorded().created();
    return context
        .background()
        .query(
            ChangefeedStage.QUERY_KEY,
            "remove",
            FRESH_FOR,
            () -> {
              // Read here, where a failure is bounded in time as TiCDC's are.
              ChangefeedOwner owner = ChangefeedOwner.of(pipeline, clusterId.get());
              return remove(ticdc, id, found -> owner.marked(found, recorded));
            });
  }

  private boolean remove(ChangefeedClient client, String id, Predicate<Changefeed> ours)
      throws InterruptedException {
    try {
      return isRemoved(client, id, ours);
    } catch (ChangefeedException e) {
      Verdict verdict = ErrorConditions.ofQuery(e.failure());
      throw new StageException(verdict.reason(), verdict.message());
    }
  }

  private boolean isRemoved(ChangefeedClient client, String id, Predicate<Changefeed> ours)
      throws InterruptedException {
    if (client.get(id).filter(ours.negate()).isPresent()) {
      return true;
    }
    client.remove(id);
    if (client.get(id).isPresent()) {
      return false;
    }
    sleeper.sleep(CONFIRM_ABSENT_AFTER);
    return client.get(id).isEmpty();
  }

  private boolean timedOut(String id, Exception failure, Duration timeout) {
    String since = context.pipeline().getMetadata().getDeletionTimestamp();
    Instant until = since == null ? Instant.MAX : Instant.parse(since).plus(timeout);
    if (context.clock().instant().isBefore(until)) {
      return false;
    }
    context
        .events()
        .publish(
            Reason.CleanupTimedOut,
            "changefeed %s was left in TiCDC, which did not remove it (%s): if this TiCDC stays,"
                    .formatted(id, failure == null ? "no answer" : failure.getMessage())
                + " remove the changefeed with 'cdc cli changefeed remove -c "
                + id
                + "'");
    return true;
  }
}
