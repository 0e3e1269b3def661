package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.remote.Tso;
import java.time.Duration;
import java.time.Instant;

/**
 * How the checkpoint advances from one observation to the next; pure.
 *
 * @param checkpoint TSO last observed, 0 for none
 * @param tso time of the upstream cluster at the last observation
 * @param advancedAt when the checkpoint was last seen to advance, by our own clock
 * @param observations how many since the changefeed started to run
 * @param advancing whether the checkpoint was seen to advance since then
 * @param restarts attempted since it last advanced
 */
public record CheckpointProgress(
    long checkpoint,
    long tso,
    Instant advancedAt,
    int observations,
    boolean advancing,
    int restarts) {
  public static final CheckpointProgress NONE =
      new CheckpointProgress(0, 0, Instant.EPOCH, 0, false, 0);
  private static final Duration STALLED_AFTER = Duration.ofMinutes(2);

  /** With one more observation, made at {@code at} while the upstream cluster's time was now. */
  CheckpointProgress observe(Changefeed changefeed, long now, Instant at) {
    long observed = changefeed.checkpointTs();
    if (!changefeed.running()) {
      return new CheckpointProgress(observed, now, at, 0, false, restarts);
    }
    if (observations == 0) {
      return new CheckpointProgress(observed, now, at, 1, false, restarts);
    }
    return observed != checkpoint
        ? new CheckpointProgress(observed, now, at, observations + 1, true, 0)
        : new CheckpointProgress(
            checkpoint, now, advancedAt, observations + 1, advancing, restarts);
  }

  CheckpointProgress restarted() {
    return new CheckpointProgress(
        checkpoint, tso, advancedAt, observations, advancing, restarts + 1);
  }

  /** Measured against the upstream cluster's clock, so that ours does not matter. */
  Duration lag() {
    Duration lag = Duration.between(Tso.instant(checkpoint), Tso.instant(tso));
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  /** A recent checkpoint proves it at once; an old one has to be seen advancing. */
  boolean flowing(Instant now) {
    return !stalled(now) && observations > 0 && (advancing || lag().compareTo(STALLED_AFTER) < 0);
  }

  /** Whether it runs with an old checkpoint that may or may not be advancing. */
  boolean undecided(Instant now) {
    return observations > 0 && !stalled(now) && !flowing(now);
  }

  boolean stalled(Instant now) {
    return observations > 0 && sinceAdvance(now).compareTo(STALLED_AFTER) > 0;
  }

  boolean restartDue(Instant now) {
    boolean waited = sinceAdvance(now).compareTo(Backoff.STALL.after(restarts + 1)) > 0;
    return observations > 0 && restarts < Backoff.MAX_RESTARTS && waited;
  }

  private Duration sinceAdvance(Instant now) {
    return Duration.between(advancedAt, now);
  }
}
