package io.cdcpipeline.operator.changefeed;

import java.time.Duration;
import java.time.Instant;

/**
 * How the checkpoint moves, from one look to the next; pure.
 *
 * @param checkpoint last seen, 0 for never
 * @param tso time of the upstream cluster at the last look
 * @param movedAt when the checkpoint was last seen to move, by our own clock
 * @param looks looks since the changefeed started to run
 * @param moving whether the checkpoint was seen to move since then
 * @param restarts restarts tried since it last moved
 */
public record CheckpointProgress(
    long checkpoint, long tso, Instant movedAt, int looks, boolean moving, int restarts) {
  public static final CheckpointProgress NONE =
      new CheckpointProgress(0, 0, Instant.EPOCH, 0, false, 0);
  private static final Duration STALLED = Duration.ofMinutes(2);

  CheckpointProgress looked(Changefeed feed, long now, Instant at) {
    boolean moved = feed.checkpointTs() != checkpoint;
    if (!feed.running()) {
      return new CheckpointProgress(feed.checkpointTs(), now, at, 0, false, restarts);
    }
    if (looks == 0) {
      return new CheckpointProgress(feed.checkpointTs(), now, at, 1, false, restarts);
    }
    return moved
        ? new CheckpointProgress(feed.checkpointTs(), now, at, looks + 1, true, 0)
        : new CheckpointProgress(checkpoint, now, movedAt, looks + 1, moving, restarts);
  }

  CheckpointProgress restarted() {
    return new CheckpointProgress(checkpoint, tso, movedAt, looks, moving, restarts + 1);
  }

  /** Behind the upstream cluster's own clock, so that ours does not matter. */
  Duration lag() {
    Duration lag = Duration.between(Tso.instant(checkpoint), Tso.instant(tso));
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  /** A fresh checkpoint proves it at the first look, an old one has to be seen moving. */
  boolean flowing(Instant now) {
    return !stalled(now) && looks > 0 && (moving || lag().compareTo(STALLED) < 0);
  }

  /** Whether it runs, but with an old checkpoint of which nobody knows yet whether it moves. */
  boolean undecided(Instant now) {
    return looks > 0 && !stalled(now) && !flowing(now);
  }

  boolean stalled(Instant now) {
    return looks > 0 && still(now).compareTo(STALLED) > 0;
  }

  boolean restartDue(Instant now) {
    boolean waited = still(now).compareTo(Backoff.STALL.after(restarts + 1)) > 0;
    return looks > 0 && restarts < Backoff.MAX_RESTARTS && waited;
  }

  Duration still(Instant now) {
    return Duration.between(movedAt, now);
  }
}
