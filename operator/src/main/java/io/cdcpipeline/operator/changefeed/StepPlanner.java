package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.DesiredChangefeed.Rotation;
import java.time.Instant;

/**
 * Decides the next step from what was observed, desired and recorded; pure, and written out as a
 * table in docs/changefeed.md.
 */
final class StepPlanner {
  private StepPlanner() {}

  /** The next step for a changefeed. */
  sealed interface Step {
    /** Nothing: it matches the spec, has to be waited for, or needs a person. */
    record None() implements Step {}

    /** Looks again, because TiCDC also reports "not found" while an owner starts. */
    record ConfirmAbsent() implements Step {}

    /** Creates it after startTs (0: now): the spec's start point, or its last position. */
    record Create(long startTs, boolean fromStart) implements Step {}

    /** Takes over one that has this pipeline's owner mark. */
    record Adopt() implements Step {}

    /** Stops it and waits until TiCDC reports it stopped; a restart, if nothing has to change. */
    record Pause(boolean restart) implements Step {}

    /** Stops it because its certificates changed: TiCDC reads them when it is resumed. */
    record ReloadCertificates() implements Step {}

    /** Replaces sink and configuration, which TiCDC accepts only while it is stopped or failed. */
    record Update() implements Step {}

    /** Resumes it; after a failure this is counted, and every other time updates it first. */
    record Resume(boolean recovery, boolean resend) implements Step {}

    /** Removes it, to be re-created from the spec's start point or its last position. */
    record Remove(boolean fromStart) implements Step {}
  }

  static Step next(ObservedChangefeed observed, DesiredChangefeed desired, Instant now) {
    if (observed.changefeed().isEmpty()) {
      return absent(observed, desired);
    }
    Changefeed found = observed.changefeed().get();
    ChangefeedState recorded = observed.recorded();
    if (!desired.owner().owns(found, recorded.created())) {
      return new Step.None();
    }
    if (!recorded.created() || recorded.certificates() == null) {
      return new Step.Adopt();
    }
    // Nothing is removed while suspended: the user may still undo the change.
    if (!desired.suspended() && (recorded.replacing() || newNonce(desired, recorded))) {
      return new Step.Remove(true);
    }
    if (found.state().equals("finished")) {
      return desired.suspended() ? new Step.None() : new Step.Remove(false);
    }
    if (found.state().equals("removed") || found.lostToGc()) {
      return new Step.None();
    }
    if (desired.rotation() != Rotation.NONE) {
      return rotating(found, observed, desired, now);
    }
    boolean outdated = !desired.hash().equals(recorded.hash()) || !observed.drift().isEmpty();
    if (desired.suspended()) {
      return suspended(found, outdated);
    }
    if (found.running()) {
      boolean pause = outdated || observed.progress().restartDue(now);
      Step reload = stale(desired, recorded) ? new Step.ReloadCertificates() : new Step.None();
      return pause ? new Step.Pause(!outdated) : reload;
    }
    if (outdated) {
      return new Step.Update();
    }
    return found.failed() ? recover(recorded, now) : new Step.Resume(false, false);
  }

  /** Whether it runs with other certificates than it would start with. */
  private static boolean stale(DesiredChangefeed desired, ChangefeedState recorded) {
    var certificates = desired.certificates();
    return certificates.inUse() && !certificates.checksum().equals(recorded.certificates());
  }

  /** Nothing that sends the new password, which Kafka does not accept yet. */
  private static Step rotating(
      Changefeed found, ObservedChangefeed observed, DesiredChangefeed desired, Instant now) {
    boolean pause = desired.suspended() || desired.rotation() == Rotation.PAUSED;
    if (found.running()) {
      boolean restart = !pause && observed.progress().restartDue(now);
      return pause || restart ? new Step.Pause(restart) : new Step.None();
    }
    if (pause) {
      return new Step.None();
    }
    return found.failed()
        ? withoutUpdate(recover(observed.recorded(), now))
        : new Step.Resume(false, false);
  }

  private static Step withoutUpdate(Step step) {
    return step instanceof Step.Resume resume ? new Step.Resume(resume.recovery(), false) : step;
  }

  private static Step absent(ObservedChangefeed observed, DesiredChangefeed desired) {
    if (!observed.absenceConfirmed()) {
      return new Step.ConfirmAbsent();
    }
    if (desired.suspended() || !desired.creatable()) {
      return new Step.None();
    }
    boolean fromStart =
        observed.recorded().replacing()
            || newNonce(desired, observed.recorded())
            || observed.position() == 0;
    return new Step.Create(fromStart ? desired.startTs() : observed.position(), fromStart);
  }

  private static boolean newNonce(DesiredChangefeed desired, ChangefeedState recorded) {
    return !recorded.nonce().isEmpty() && !recorded.nonce().equals(desired.nonce());
  }

  private static Step suspended(Changefeed found, boolean outdated) {
    if (found.running()) {
      return new Step.Pause(false);
    }
    return outdated ? new Step.Update() : new Step.None();
  }

  private static Step recover(ChangefeedState recorded, Instant now) {
    Instant due =
        Instant.ofEpochMilli(recorded.resumedAt()).plus(Backoff.RESUME.after(recorded.resumes()));
    if (recorded.resumes() >= Backoff.MAX_RESUMES || now.isBefore(due)) {
      return new Step.None();
    }
    return new Step.Resume(true, recorded.resumes() % 2 == 1);
  }
}
