package io.cdcpipeline.shop.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats what failed for a passing reason, with growing pauses, until its time is up. */
final class Retry {
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 640;

  /** One attempt. */
  interface Attempt<T> {
    T run() throws SQLException;
  }

  private final Duration budget;
  private final Runnable onRetry;

  Retry(Duration budget, Runnable onRetry) {
    this.budget = budget;
    this.onRetry = onRetry;
  }

  /**
   * Runs it until it works.
   *
   * @throws DatabaseException AWAY when the time is up, REFUSED for what another attempt cannot
   *     change
   */
  <T> T run(Attempt<T> attempt) {
    long deadline = System.nanoTime() + budget.toNanos();
    for (int retries = 0; ; retries++) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        if (!SqlErrors.isTransient(e)) {
          throw new DatabaseException(DatabaseException.Kind.REFUSED, SqlErrors.reason(e), e);
        }
        long pause = pauseMillis(retries);
        if (System.nanoTime() + Duration.ofMillis(pause).toNanos() > deadline || !paused(pause)) {
          throw new DatabaseException(DatabaseException.Kind.AWAY, SqlErrors.reason(e), e);
        }
        onRetry.run();
      }
    }
  }

  /** Half of it random, so that requests which failed together do not come back together. */
  private static long pauseMillis(int retries) {
    long most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(retries, 10));
    return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }

  /** False when this thread is told to stop. */
  private static boolean paused(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
