package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes the changefeed of a pipeline that is being deleted, before anything else: a living one
 * holds TiDB's garbage collection back. A TiCDC that is gone is not waited for.
 */
final class ChangefeedCleanup {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // A creation that is under way must end first, or it would end after us.
  private static final Duration CREATION = Duration.ofMinutes(7);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

  private final StageContext context;
  private final ChangefeedClient client;

  ChangefeedCleanup(StageContext context, ChangefeedClient client) {
    this.context = context;
    this.client = client;
  }

  /** Takes a step in the background; true once it is gone or given up. */
  boolean done() {
    MemoryStore store = new AppliedMemory(context.appliedState());
    boolean statusKnowsOne =
        ChangefeedStatusSection.position(ChangefeedStatusSection.before(context.pipeline())) > 0;
    if (store.read().equals(ChangefeedState.NONE) && !statusKnowsOne) {
      return true;
    }
    String id = context.names().changefeedId();
    // The same question as the loop's, so that no creation is under way beside it.
    var answer =
        context
            .background()
            .<Boolean>query(ChangefeedStage.QUESTION, "remove", LOOK_AGAIN, () -> remove(id));
    if (Boolean.TRUE.equals(answer.value())) {
      context.events().publish(Reason.ChangefeedRemoved, "changefeed " + id + " removed");
      return true;
    }
    return givenUp(id, answer.failure(), answer.isPending() ? CREATION : PATIENCE);
  }

  private boolean remove(String id) throws InterruptedException {
    String owner = DesiredChangefeedFactory.owner(context.names());
    if (client.get(id).filter(feed -> !feed.owner().equals(owner)).isPresent()) {
      return true;
    }
    client.remove(id);
    if (client.get(id).isPresent()) {
      return false;
    }
    Thread.sleep(SECOND_LOOK.toMillis());
    return client.get(id).isEmpty();
  }

  private boolean givenUp(String id, Exception failure, Duration patience) {
    String since = context.pipeline().getMetadata().getDeletionTimestamp();
    Instant until = since == null ? Instant.MAX : Instant.parse(since).plus(patience);
    if (context.clock().instant().isBefore(until)) {
      return false;
    }
    context
        .events()
        .publish(
            Reason.CleanupTimedOut,
            "changefeed %s was left in TiCDC, which does not remove it (%s): if TiCDC lives on,"
                    .formatted(id, failure == null ? "no answer" : failure.getMessage())
                + " remove it with 'cdc cli changefeed remove -c "
                + id
                + "'");
    return true;
  }
}
