package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import io.cdcpipeline.operator.changefeed.DesiredChangefeed.Rotation;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * ChangefeedReady and DataFlowing, from state, error and checkpoint together; pure. The state alone
 * is never trusted: TiCDC reports "normal" while nothing moves.
 */
final class ChangefeedHealth {
  // A rolling restart of TiCDC is silent for less.
  private static final Duration SILENCE_TOLERATED = Duration.ofSeconds(45);
  private static final Duration LATE = Duration.ofMinutes(5);

  private final DesiredChangefeed desired;
  private final ObservedChangefeed observed;
  private final String inProgress;
  private final Instant now;

  /**
   * The health of one observation.
   *
   * @param inProgress message about the slow step that is running, "" for none
   */
  ChangefeedHealth(
      DesiredChangefeed desired, ObservedChangefeed observed, String inProgress, Instant now) {
    this.desired = desired;
    this.observed = observed;
    this.inProgress = inProgress;
    this.now = now;
  }

  Verdict ready() {
    if (silent()) {
      return ErrorConditions.ofQuery(observed.queryFailure().get());
    }
    return observed.changefeed().map(this::existing).orElseGet(this::absent);
  }

  Verdict flowing() {
    Verdict ready = ready();
    if (ready.reason() == Reason.Suspended || ready.reason() == Reason.SuspendedNearDeadline) {
      return new Verdict(ready.reason(), "nothing is sent while spec.suspend is true");
    }
    boolean ours = ready.reason() != Reason.NameConflict;
    if (ours && observed.changefeed().filter(Changefeed::running).isPresent() && !silent()) {
      if (observed.progress().flowing(observed.at())) {
        return advancing();
      }
      if (ready.isReady()) {
        return new Verdict(Reason.Progressing, "waiting for the checkpoint to advance");
      }
    }
    return ready.isReady()
        ? new Verdict(Reason.Progressing, "waiting for the changefeed to run")
        : new Verdict(ready.reason(), "nothing reaches Kafka: " + ready.message());
  }

  // Counted from the last answer: a busy operator must not look like a silent TiCDC.
  boolean silent() {
    return observed.queryFailure().isPresent()
        && now.isAfter(observed.at().plus(SILENCE_TOLERATED));
  }

  private Verdict advancing() {
    return observed.progress().lag().compareTo(LATE) > 0
        ? new Verdict(
            Reason.CatchingUp,
            "changes reach Kafka more than %d minutes late: see status.changefeed.lagSeconds"
                .formatted(LATE.toMinutes()))
        : new Verdict(Reason.Replicating, "the checkpoint advances: changes reach Kafka");
  }

  private Verdict absent() {
    if (observed.stepFailure().isPresent()) {
      return ErrorConditions.ofChangefeed(observed.stepFailure().get(), desired);
    }
    if (desired.suspended()) {
      return new Verdict(
          Reason.Suspended,
          "spec.suspend is true: the changefeed will be created when it becomes false");
    }
    if (!desired.creatable()) {
      return new Verdict(
          Reason.DependencyNotReady,
          "the changefeed will be created once schema, topic and users are ready");
    }
    return progressing("the changefeed is being created");
  }

  private Verdict existing(Changefeed found) {
    if (!desired.owner().owns(found, observed.recorded().created())) {
      return new Verdict(Reason.NameConflict, desired.owner().conflict(found));
    }
    if (found.lostToGc()) {
      return ErrorConditions.lost(found.error().map(Failure::text).orElse(""));
    }
    if (desired.suspended()) {
      return suspended(found);
    }
    if (observed.stepFailure().isPresent()) {
      return ErrorConditions.ofChangefeed(observed.stepFailure().get(), desired);
    }
    return switch (found.state()) {
      case "failed" -> failed(found);
      case "normal" -> normal();
      case "warning", "pending" -> retrying(found);
      case "removed" -> progressing("TiCDC is removing the changefeed");
      case "stopped" ->
          progressing(
              desired.rotation() == Rotation.PAUSED
                  ? "the changefeed is paused until Kafka accepts its new password"
                  : "the changefeed is stopped and is being resumed");
      default -> progressing("the changefeed is " + found.state() + " and is being resumed");
    };
  }

  private Verdict suspended(Changefeed found) {
    if (found.running()) {
      return progressing("the changefeed is being paused");
    }
    ResumeDeadline deadline = ResumeDeadline.of(found);
    return deadline.near(now)
        ? new Verdict(Reason.SuspendedNearDeadline, deadline.message(now))
        : new Verdict(
            Reason.Suspended,
            "spec.suspend is true: the changefeed is paused; resume it before " + deadline.text());
  }

  private Verdict failed(Changefeed found) {
    Failure error = found.error().orElse(new Failure(ErrorKind.SERVER_ERROR, "no error given"));
    int resumes = observed.recorded().resumes();
    if (resumes >= Backoff.MAX_RESUMES) {
      return new Verdict(
          Reason.ChangefeedFailed,
          "the changefeed failed again after %d resumes: fix the cause, then set spec.suspend to"
                  .formatted(resumes)
              + " true and back to false to try again ("
              + error.text()
              + "); it can be resumed until "
              + ResumeDeadline.of(found).text());
    }
    Verdict verdict = ErrorConditions.ofChangefeed(error, desired);
    return switch (verdict.reason()) {
      case MessageTooLarge, ChangefeedRejected -> verdict;
      case SinkUnreachable -> recovering(Reason.SinkUnreachable, resumes, error);
      default -> recovering(Reason.ChangefeedRecovering, resumes, error);
    };
  }

  private Verdict recovering(Reason reason, int resumes, Failure error) {
    Instant next =
        Instant.ofEpochMilli(observed.recorded().resumedAt()).plus(Backoff.RESUME.after(resumes));
    return new Verdict(
        reason,
        "the changefeed failed and will be resumed %s, attempt %d of %d (%s)"
            .formatted(
                resumes == 0 ? "at once" : "at " + next.truncatedTo(ChronoUnit.SECONDS),
                resumes + 1,
                Backoff.MAX_RESUMES,
                error.text()));
  }

  private Verdict retrying(Changefeed found) {
    Failure error =
        found.error().orElse(new Failure(ErrorKind.SERVER_ERROR, "TiCDC gives no reason"));
    Verdict verdict = ErrorConditions.ofChangefeed(error, desired);
    return verdict.reason() == Reason.RemoteError
        ? new Verdict(
            Reason.ChangefeedRetrying,
            "TiCDC hit an error and is retrying by itself (" + error.text() + ")")
        : verdict;
  }

  private Verdict normal() {
    CheckpointProgress progress = observed.progress();
    if (!progress.stalled(observed.at())) {
      return observed.tables().verdict(desired.rules());
    }
    return new Verdict(
        Reason.ChangefeedStalled,
        "TiCDC reports no error, but the checkpoint has not advanced since %s: %s"
            .formatted(
                progress.advancedAt().truncatedTo(ChronoUnit.MINUTES),
                progress.restarts() < Backoff.MAX_RESTARTS
                    ? "the changefeed will be paused and resumed after ten minutes"
                    : "pausing and resuming did not help, restart the TiCDC pods"));
  }

  private Verdict progressing(String message) {
    return new Verdict(Reason.Progressing, inProgress.isEmpty() ? message : inProgress);
  }
}
