package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.StageStatus.Verdict;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * ChangefeedReady and DataFlowing from state, error and checkpoint together; pure. State alone is
 * never believed: TiCDC reports "normal" while nothing moves.
 */
final class Health {
  // Shorter silences are a rolling TiCDC and no news.
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration BEHIND = Duration.ofMinutes(5);

  private final Wish wish;
  private final Observation seen;
  private final String doing;
  private final Instant now;

  Health(Wish wish, Observation seen, String doing, Instant now) {
    this.wish = wish;
    this.seen = seen;
    this.doing = doing;
    this.now = now;
  }

  Verdict ready() {
    if (silent()) {
      return Advice.unanswered(seen.unanswered().get());
    }
    return seen.changefeed().map(this::existing).orElseGet(this::absent);
  }

  Verdict flowing() {
    Verdict ready = ready();
    if (ready.reason() == Reason.Suspended || ready.reason() == Reason.SuspendedTooLong) {
      return new Verdict(ready.reason(), "nothing is sent while spec.suspend is true");
    }
    Progress progress = seen.progress();
    if (seen.changefeed().filter(Changefeed::running).isPresent() && !silent()) {
      if (progress.flowing(seen.at())) {
        return moving();
      }
      if (ready.good()) {
        return new Verdict(Reason.Progressing, "waiting for the checkpoint to move");
      }
    }
    return ready.good()
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
    return new Verdict(Reason.Flowing, "the checkpoint moves: changes reach Kafka");
  }

  private Verdict absent() {
    if (seen.refused().isPresent()) {
      return Advice.of(seen.refused().get(), wish);
    }
    if (wish.suspended()) {
      return new Verdict(
          Reason.Suspended, "spec.suspend is true: the changefeed is created when it is false");
    }
    if (!wish.creatable()) {
      return new Verdict(
          Reason.Waiting, "the changefeed is created once schema, topic and users are ready");
    }
    return progressing("the changefeed is being created");
  }

  private Verdict existing(Changefeed feed) {
    if (!seen.memory().created() && !wish.owns(feed)) {
      return new Verdict(
          Reason.NameConflict,
          "TiCDC has a changefeed %s of somebody else: remove it, or give this pipeline another"
                  .formatted(feed.id())
              + " name");
    }
    if (feed.lostByGc()) {
      return Advice.lost(feed.trouble().map(Trouble::text).orElse(""));
    }
    if (wish.suspended()) {
      return suspended(feed);
    }
    if (seen.refused().isPresent()) {
      return Advice.of(seen.refused().get(), wish);
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
    Deadline deadline = Deadline.of(feed);
    return deadline.near(now)
        ? new Verdict(Reason.SuspendedTooLong, deadline.message(now))
        : new Verdict(
            Reason.Suspended,
            "spec.suspend is true: the changefeed is paused; resume it before " + deadline.text());
  }

  private Verdict failed(Changefeed feed) {
    Trouble trouble = feed.trouble().orElse(new Trouble(Cause.SERVER_ERROR, "no error given"));
    int resumes = seen.memory().resumes();
    if (resumes >= Backoff.MOST_RESUMES) {
      return new Verdict(
          Reason.ChangefeedFailed,
          "the changefeed failed again after %d resumes: mend the cause, then set spec.suspend to"
                  .formatted(resumes)
              + " true and back to false to try again ("
              + trouble.text()
              + "); it can go on until "
              + Deadline.of(feed).text());
    }
    Verdict advice = Advice.of(trouble, wish);
    if (advice.reason() == Reason.MessageTooLarge || advice.reason() == Reason.ChangefeedRefused) {
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
                Backoff.MOST_RESUMES,
                trouble.text()));
  }

  private Verdict retrying(Changefeed feed) {
    Trouble trouble =
        feed.trouble().orElse(new Trouble(Cause.SERVER_ERROR, "TiCDC gives no reason"));
    Verdict advice = Advice.of(trouble, wish);
    boolean plain = advice.reason() == Reason.RemoteError;
    return plain
        ? new Verdict(
            Reason.ChangefeedRetrying,
            "TiCDC meets an error and retries by itself (" + trouble.text() + ")")
        : advice;
  }

  private Verdict normal() {
    Progress progress = seen.progress();
    if (progress.stalled(seen.at())) {
      Instant since = progress.movedAt().truncatedTo(ChronoUnit.MINUTES);
      return new Verdict(
          Reason.ChangefeedStalled,
          "TiCDC reports no error, but the checkpoint stands still since "
              + since
              + (progress.nudges() < Backoff.MOST_NUDGES
                  ? ": the changefeed is paused and resumed after ten minutes"
                  : ": pausing and resuming did not help, restart the TiCDC pods"));
    }
    return TableNotice.of(seen.tables(), wish);
  }

  private Verdict progressing(String what) {
    return new Verdict(Reason.Progressing, doing.isEmpty() ? what : doing);
  }
}
