package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * ChangefeedReady and DataFlowing from state, error and checkpoint together; pure. State alone is
 * never believed: TiCDC reports "normal" while nothing moves.
 */
final class ChangefeedHealth {
  // Shorter silences are a rolling TiCDC and no news.
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration BEHIND = Duration.ofMinutes(5);

  private final DesiredChangefeed wish;
  private final ObservedChangefeed seen;
  private final String doing;
  private final Instant now;

  ChangefeedHealth(DesiredChangefeed wish, ObservedChangefeed seen, String doing, Instant now) {
    this.wish = wish;
    this.seen = seen;
    this.doing = doing;
    this.now = now;
  }

  Verdict ready() {
    if (silent()) {
      return ErrorConditions.unanswered(seen.unanswered().get());
    }
    return seen.changefeed().map(this::existing).orElseGet(this::absent);
  }

  Verdict flowing() {
    Verdict ready = ready();
    if (ready.reason() == Reason.Suspended || ready.reason() == Reason.SuspendedNearDeadline) {
      return new Verdict(ready.reason(), "nothing is sent while spec.suspend is true");
    }
    CheckpointProgress progress = seen.progress();
    if (seen.changefeed().filter(Changefeed::running).isPresent() && !silent()) {
      if (progress.flowing(seen.at())) {
        return moving();
      }
      if (ready.isReady()) {
        return new Verdict(Reason.Progressing, "waiting for the checkpoint to move");
      }
    }
    return ready.isReady()
        ? new Verdict(Reason.Progressing, "waiting for the changefeed to run")
        : new Verdict(ready.reason(), "nothing reaches Kafka: " + ready.message());
  }

  // Measured against the last answer: a busy operator must not look like a standing changefeed.
  boolean silent() {
    return seen.unanswered().isPresent() && now.isAfter(seen.at().plus(PATIENCE));
  }

  private Verdict moving() {
    if (seen.progress().lag().compareTo(BEHIND) > 0) {
      return new Verdict(
          Reason.CatchingUp,
          "changes reach Kafka, but behind the database: lag in status.changefeed.lagSeconds");
    }
    return new Verdict(Reason.Replicating, "the checkpoint moves: changes reach Kafka");
  }

  private Verdict absent() {
    if (seen.refused().isPresent()) {
      return ErrorConditions.of(seen.refused().get(), wish);
    }
    if (wish.suspended()) {
      return new Verdict(
          Reason.Suspended, "spec.suspend is true: the changefeed is created when it is false");
    }
    if (!wish.creatable()) {
      return new Verdict(
          Reason.DependencyNotReady,
          "the changefeed is created once schema, topic and users are ready");
    }
    return progressing("the changefeed is being created");
  }

  private Verdict existing(Changefeed feed) {
    if (!seen.memory().created() && !wish.owns(feed)) {
      return new Verdict(
          Reason.NameConflict,
          "changefeed %s is owned by another client: remove it, or give this pipeline another"
                  .formatted(feed.id())
              + " name");
    }
    if (feed.lostByGc()) {
      return ErrorConditions.lost(feed.trouble().map(Trouble::text).orElse(""));
    }
    if (wish.suspended()) {
      return suspended(feed);
    }
    if (seen.refused().isPresent()) {
      return ErrorConditions.of(seen.refused().get(), wish);
    }
    return switch (feed.state()) {
      case "failed" -> failed(feed);
      case "normal" -> normal();
      case "warning", "pending" -> retrying(feed);
      case "removed" -> progressing("TiCDC is removing the changefeed");
      default -> progressing("the changefeed is " + feed.state() + " and is being resumed");
    };
  }

  private Verdict suspended(Changefeed feed) {
    if (feed.running()) {
      return progressing("the changefeed is being paused");
    }
    ResumeDeadline deadline = ResumeDeadline.of(feed);
    return deadline.near(now)
        ? new Verdict(Reason.SuspendedNearDeadline, deadline.message(now))
        : new Verdict(
            Reason.Suspended,
            "spec.suspend is true: the changefeed is paused; resume it before " + deadline.text());
  }

  private Verdict failed(Changefeed feed) {
    Trouble trouble = feed.trouble().orElse(new Trouble(ErrorKind.SERVER_ERROR, "no error given"));
    int resumes = seen.memory().resumes();
    if (resumes >= Backoff.MAX_RESUMES) {
      return new Verdict(
          Reason.ChangefeedFailed,
          "the changefeed failed again after %d resumes: fix the cause, then set spec.suspend to"
                  .formatted(resumes)
              + " true and back to false to try again ("
              + trouble.text()
              + "); it can be resumed until "
              + ResumeDeadline.of(feed).text());
    }
    Verdict advice = ErrorConditions.of(trouble, wish);
    if (advice.reason() == Reason.MessageTooLarge || advice.reason() == Reason.ChangefeedRejected) {
      return advice;
    }
    Reason reason =
        advice.reason() == Reason.SinkUnreachable
            ? Reason.SinkUnreachable
            : Reason.ChangefeedRecovering;
    Instant next =
        Instant.ofEpochMilli(seen.memory().resumedAt()).plus(Backoff.RESUME.after(resumes));
    return new Verdict(
        reason,
        "the changefeed failed and is resumed at %s, try %d of %d (%s)"
            .formatted(
                resumes == 0 ? "once" : next.truncatedTo(ChronoUnit.SECONDS),
                resumes + 1,
                Backoff.MAX_RESUMES,
                trouble.text()));
  }

  private Verdict retrying(Changefeed feed) {
    Trouble trouble =
        feed.trouble().orElse(new Trouble(ErrorKind.SERVER_ERROR, "TiCDC gives no reason"));
    Verdict advice = ErrorConditions.of(trouble, wish);
    boolean plain = advice.reason() == Reason.RemoteError;
    return plain
        ? new Verdict(
            Reason.ChangefeedRetrying,
            "TiCDC meets an error and retries by itself (" + trouble.text() + ")")
        : advice;
  }

  private Verdict normal() {
    CheckpointProgress progress = seen.progress();
    if (progress.stalled(seen.at())) {
      Instant since = progress.movedAt().truncatedTo(ChronoUnit.MINUTES);
      return new Verdict(
          Reason.ChangefeedStalled,
          "TiCDC reports no error, but the checkpoint has not advanced since "
              + since
              + (progress.restarts() < Backoff.MAX_RESTARTS
                  ? ": the changefeed is paused and resumed after ten minutes"
                  : ": pausing and resuming did not help, restart the TiCDC pods"));
    }
    return TableNotice.of(seen.tables(), wish);
  }

  private Verdict progressing(String what) {
    return new Verdict(Reason.Progressing, doing.isEmpty() ? what : doing);
  }
}
