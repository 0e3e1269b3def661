package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Carries out one step: remembers it, tells TiCDC, tells people. */
final class StepExecutor {
  private static final int MOST_LOOKS = 60;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ChangefeedClient client;
  private final DesiredChangefeed wish;
  private final MemoryStore store;
  private final Journal journal;
  private final Clock clock;
  private final Waiter waiter;

  StepExecutor(
      ChangefeedClient client,
      DesiredChangefeed wish,
      MemoryStore store,
      Journal journal,
      Clock clock,
      Waiter waiter) {
    this.client = client;
    this.wish = wish;
    this.store = store;
    this.journal = journal;
    this.clock = clock;
    this.waiter = waiter;
  }

  /** What a step is called while it lasts. */
  static String doing(Step step) {
    if (step instanceof Step.Create) {
      return "TiCDC creates the changefeed and connects to Kafka, which may take minutes";
    }
    if (step instanceof Step.Update) {
      return "TiCDC takes the new configuration and connects to Kafka, which may take minutes";
    }
    return step instanceof Step.Remove ? "TiCDC is removing the changefeed for re-creation" : "";
  }

  /** False when TiCDC has to be given time before the next look. */
  boolean execute(Step step, ObservedChangefeed seen) throws InterruptedException {
    if (step instanceof Step.Create create) {
      create(create, seen);
    } else if (step instanceof Step.Adopt) {
      store.write(store.read().adopting(wish));
    } else if (step instanceof Step.Pause pause) {
      return pause(pause.nudge());
    } else if (step instanceof Step.Update) {
      update();
    } else if (step instanceof Step.Resume resume) {
      resume(resume);
    } else if (step instanceof Step.Remove remove) {
      remove(remove, seen);
    }
    return true;
  }

  private void create(Step.Create step, ObservedChangefeed seen) {
    ChangefeedState before = store.read();
    long known = Math.max(before.position(), seen.progress().checkpoint());
    store.write(before.creating(wish, step.fromStart() && before.position() > 0));
    try {
      long start = client.create(wish, step.startTs());
      store.write(store.read().confirmed(start));
      accept();
      journal.tell(Reason.ChangefeedCreated, created(step.fromStart(), known, start));
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.ALREADY_EXISTS) {
        throw e;
      }
      // "Not found" was not true; or an earlier answer was lost and this is that one.
      store.write(before.alreadyExists());
    }
  }

  private String created(boolean fromStart, long known, long start) {
    String text = "changefeed " + wish.id() + " created from " + moment(start);
    if (known == 0) {
      return text;
    }
    if (!fromStart) {
      return text + ", where it was: changes after that may be sent twice";
    }
    return known < start
        ? text + "; changes between " + moment(known) + " and then were skipped"
        : text + "; changes between then and " + moment(known) + " are sent again";
  }

  private boolean pause(boolean nudge) throws InterruptedException {
    client.pause(wish.id());
    if (wish.suspended() || nudge) {
      String why = nudge ? "paused to restart it: its checkpoint stands still" : "paused";
      journal.tell(Reason.ChangefeedPaused, "changefeed " + wish.id() + " " + why);
    }
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      if (client.get(wish.id()).filter(Changefeed::running).isEmpty()) {
        return true;
      }
      waiter.pause(BETWEEN_LOOKS);
    }
    return false;
  }

  private void update() {
    client.update(wish);
    store.write(store.read().updated(wish));
    accept();
    journal.tell(
        Reason.ChangefeedUpdated, "changefeed " + wish.id() + " has the configuration of the spec");
  }

  // What differs right after TiCDC took everything is TiCDC's own spelling, not drift.
  private void accept() {
    client
        .get(wish.id())
        .map(shown -> List.copyOf(DriftDetector.between(wish, shown)))
        .filter(differences -> !differences.equals(store.read().accepted()))
        .ifPresent(differences -> store.write(store.read().withAcceptedDifferences(differences)));
  }

  private void resume(Step.Resume step) {
    if (step.recovery()) {
      store.write(store.read().resuming(clock.instant()));
    }
    if (step.resend()) {
      client.update(wish);
    }
    client.resume(wish.id());
    journal.tell(
        Reason.ChangefeedResumed,
        "changefeed " + wish.id() + (step.recovery() ? " resumed after a failure" : " resumed"));
  }

  private void remove(Step.Remove step, ObservedChangefeed seen) {
    long at = seen.changefeed().map(Changefeed::checkpointTs).orElse(0L);
    ChangefeedState memory = store.read();
    boolean alreadyTold = memory.replacing();
    store.write(memory.removing(step.fromStart(), at));
    client.remove(wish.id());
    if (!alreadyTold) {
      journal.tell(
          Reason.ChangefeedRemoved,
          "changefeed %s removed at %s for re-creation".formatted(wish.id(), moment(at)));
    }
  }

  static String moment(long tso) {
    Instant instant = Tso.instant(tso).truncatedTo(ChronoUnit.SECONDS);
    return tso == 0 ? "now" : instant.toString();
  }
}
