package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.Duration;
import java.util.List;

/**
 * Drops the SQL users that a deleted pipeline created in an existing database, and takes back what
 * it granted to others. A database that does not answer is not waited for long.
 */
final class SqlUserCleanup {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration ONCE = Duration.ofHours(1);

  private final SchemaService service;

  SqlUserCleanup(SchemaService service) {
    this.service = service;
  }

  /** Takes a step; true once the users are gone or given up. */
  boolean done(StageContext context) {
    var record = new SqlUserRecord(context.appliedState());
    if (context.spec().database().existing() == null || record.granted().isEmpty()) {
      return true;
    }
    try {
      return removed(context, SqlEndpoint.existing(context), record);
    } catch (StageException e) {
      return giveUp(context, record, e); // The Secret to log in with is gone.
    }
  }

  private boolean removed(StageContext context, SqlEndpoint endpoint, SqlUserRecord record) {
    var none = new DesiredSchema(null, List.of(), List.of(), record.granted(), record.created());
    var answer =
        context
            .background()
            .query(
                SchemaReconciler.QUERY,
                "remove",
                ONCE,
                () -> service.apply(endpoint, none, user -> {}));
    if (answer.failure() == null) {
      return !answer.isPending();
    }
    boolean late = context.clock().instant().isAfter(answer.failingSince().plus(TIMEOUT));
    return late && giveUp(context, record, answer.failure());
  }

  /** Keeps the record of them, so that a pipeline of this name takes them up when it comes back. */
  private static boolean giveUp(StageContext context, SqlUserRecord record, StageException why) {
    context.appliedState().retain();
    var users = String.join(", ", record.created());
    context
        .events()
        .publish(
            Reason.CleanupTimedOut,
            users.isEmpty()
                ? "privileges of SQL users were not revoked: " + why.getMessage()
                : "SQL users that this pipeline created were left in the database (%s): DROP USER %s"
                    .formatted(why.getMessage(), users));
    return true;
  }
}
