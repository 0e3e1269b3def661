package io.cdcpipeline.operator.changefeed;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * From what TiCDC shows, what is wished and what is remembered to the next step; pure, and written
 * as a table in docs/changefeed.md.
 */
final class StepPlanner {
  private StepPlanner() {}

  /**
   * What is known when deciding.
   *
   * @param absenceConfirmed whether it was missing twice in a row
   * @param stalled whether it has stood still so long that a restart is due
   * @param driftLeft whether a drift that always comes back is left alone for a while
   * @param lastKnown position from which nothing is lost, 0 for none
   */
  record Seen(
      Optional<Changefeed> changefeed,
      boolean absenceConfirmed,
      boolean stalled,
      boolean driftLeft,
      long lastKnown) {}

  static Step next(Seen seen, DesiredChangefeed wish, ChangefeedState memory, Instant now) {
    if (seen.changefeed().isEmpty()) {
      return absent(seen, wish, memory);
    }
    Changefeed feed = seen.changefeed().get();
    if (!memory.created()) {
      return wish.owns(feed) ? new Step.Adopt() : new Step.Rest();
    }
    // While suspended nothing is thrown away: the user may still think better of it.
    if (!wish.suspended() && (memory.replacing() || newNonce(wish, memory))) {
      return new Step.Remove(true);
    }
    if (feed.state().equals("finished")) {
      return wish.suspended() ? new Step.Rest() : new Step.Remove(false);
    }
    if (feed.state().equals("removed") || feed.lostByGc()) {
      return new Step.Rest();
    }
    boolean dirty = !wish.hash().equals(memory.hash()) || drifted(seen, feed, wish, memory);
    if (wish.suspended()) {
      return suspended(feed, dirty);
    }
    if (feed.running()) {
      return dirty || seen.stalled() ? new Step.Pause(!dirty) : new Step.Rest();
    }
    if (dirty) {
      return new Step.Update();
    }
    return feed.failed() ? recover(memory, now) : new Step.Resume(false, false);
  }

  private static Step absent(Seen seen, DesiredChangefeed wish, ChangefeedState memory) {
    if (!seen.absenceConfirmed()) {
      return new Step.ConfirmAbsent();
    }
    if (wish.suspended() || !wish.creatable()) {
      return new Step.Rest();
    }
    boolean fromStart = memory.replacing() || newNonce(wish, memory) || seen.lastKnown() == 0;
    return new Step.Create(fromStart ? wish.startTs() : seen.lastKnown(), fromStart);
  }

  private static boolean newNonce(DesiredChangefeed wish, ChangefeedState memory) {
    return !memory.nonce().isEmpty() && !memory.nonce().equals(wish.nonce());
  }

  private static Step suspended(Changefeed feed, boolean dirty) {
    if (feed.running()) {
      return new Step.Pause(false);
    }
    return dirty ? new Step.Update() : new Step.Rest();
  }

  private static Step recover(ChangefeedState memory, Instant now) {
    Instant due =
        Instant.ofEpochMilli(memory.resumedAt()).plus(Backoff.RESUME.after(memory.resumes()));
    if (memory.resumes() >= Backoff.MAX_RESUMES || now.isBefore(due)) {
      return new Step.Rest();
    }
    return new Step.Resume(true, memory.resumes() % 2 == 1);
  }

  private static boolean drifted(
      Seen seen, Changefeed feed, DesiredChangefeed wish, ChangefeedState memory) {
    return !seen.driftLeft() && !drift(feed, wish, memory).isEmpty();
  }

  /** What was changed by hand: differences that TiCDC itself does not make. */
  static Set<String> drift(Changefeed feed, DesiredChangefeed wish, ChangefeedState memory) {
    Set<String> drift = DriftDetector.between(wish, feed);
    drift.removeAll(memory.accepted());
    return drift;
  }
}
