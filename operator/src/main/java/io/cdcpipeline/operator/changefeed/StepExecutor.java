package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.StepPlanner.Step;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Executes one step: records it, calls TiCDC, publishes an event. */
final class StepExecutor {
  private static final int MAX_POLLS = 60;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /** Where steps that people care about are published. */
  interface Events {
    void publish(Reason reason, String message);
  }

  /** Waits between two calls to TiCDC, on a background thread. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  private final ChangefeedClient client;
  private final DesiredChangefeed desired;
  private final ChangefeedState.Store store;
  private final Events events;
  private final Clock clock;
  private final Sleeper sleeper;

  StepExecutor(
      ChangefeedClient client,
      DesiredChangefeed desired,
      ChangefeedState.Store store,
      Events events,
      Clock clock,
      Sleeper sleeper) {
    this.client = client;
    this.desired = desired;
    this.store = store;
    this.events = events;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** What the condition says while a slow step runs; "" for a step that is quick. */
  static String progressMessage(Step step) {
    if (step instanceof Step.Create) {
      return "TiCDC is creating the changefeed and connecting to Kafka, which may take minutes";
    }
    if (step instanceof Step.Update) {
      return "TiCDC is updating the changefeed and connecting to Kafka, which may take minutes";
    }
    return step instanceof Step.Remove ? "TiCDC is removing the changefeed for re-creation" : "";
  }

  /** Returns false when TiCDC needs time before the next step. */
  boolean execute(Step step, ObservedChangefeed observed) throws InterruptedException {
    if (step instanceof Step.Create create) {
      create(create, observed);
    } else if (step instanceof Step.Adopt) {
      store.write(store.read().adopting(desired));
    } else if (step instanceof Step.Pause pause) {
      String why = pause.restart() ? "paused, to restart it: its checkpoint has stalled" : "paused";
      return pause(why, pause.restart() || desired.suspended()); // else it is part of an update
    } else if (step instanceof Step.ReloadCertificates) {
      return pause("paused, to read its new certificates", true);
    } else if (step instanceof Step.Update) {
      update();
    } else if (step instanceof Step.Resume resume) {
      resume(resume);
    } else if (step instanceof Step.Remove remove) {
      remove(remove, observed);
    }
    return true;
  }

  private void create(Step.Create step, ObservedChangefeed observed) {
    ChangefeedState before = store.read();
    long known = Math.max(before.position(), observed.progress().checkpoint());
    store.write(before.creating(desired, step.fromStart() && before.position() > 0));
    try {
      long start = client.create(desired, step.startTs());
      store.write(store.read().confirmed(start));
      acceptDifferences();
      events.publish(Reason.ChangefeedCreated, created(step.fromStart(), known, start));
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.ALREADY_EXISTS) {
        throw e;
      }
      // TiCDC's "not found" was wrong, or the answer to an earlier creation was lost.
      store.write(before.alreadyExists());
    }
  }

  private String created(boolean fromStart, long known, long start) {
    String text = "changefeed " + desired.id() + " created from " + time(start);
    if (known == 0) {
      return text;
    }
    if (!fromStart) {
      return text + ", its last position: changes after that may be sent twice";
    }
    return known < start
        ? text + "; changes between %s and %s were skipped".formatted(time(known), time(start))
        : text + "; changes between %s and %s are sent again".formatted(time(start), time(known));
  }

  private boolean pause(String why, boolean announced) throws InterruptedException {
    client.pause(desired.id());
    if (announced) {
      events.publish(Reason.ChangefeedPaused, "changefeed " + desired.id() + " " + why);
    }
    for (int polls = 0; polls < MAX_POLLS; polls++) {
      if (client.get(desired.id()).filter(Changefeed::running).isEmpty()) {
        return true;
      }
      sleeper.sleep(POLL_INTERVAL);
    }
    return false;
  }

  private void update() {
    client.update(desired);
    store.write(store.read().updated(desired));
    acceptDifferences();
    events.publish(
        Reason.ChangefeedUpdated,
        "changefeed " + desired.id() + " updated to the configuration of the spec");
  }

  // Whatever differs right after an update is how TiCDC writes the same configuration, not drift.
  private void acceptDifferences() {
    client
        .get(desired.id())
        .map(found -> List.copyOf(DriftDetector.differences(desired, found)))
        .ifPresent(differences -> store.write(store.read().withAcceptedDifferences(differences)));
  }

  private void resume(Step.Resume step) {
    if (step.recovery()) {
      store.write(store.read().resuming(clock.instant()));
    }
    if (step.resend()) {
      client.update(desired);
    }
    client.resume(desired.id());
    if (desired.certificates().inUse()) {
      store.write(store.read().withCertificates(desired.certificates().checksum()));
    }
    events.publish(
        Reason.ChangefeedResumed,
        "changefeed " + desired.id() + (step.recovery() ? " resumed after a failure" : " resumed"));
  }

  private void remove(Step.Remove step, ObservedChangefeed observed) {
    long at = observed.changefeed().map(Changefeed::checkpointTs).orElse(0L);
    ChangefeedState before = store.read();
    store.write(before.removing(step.fromStart(), at));
    client.remove(desired.id());
    if (!before.replacing()) {
      events.publish(
          Reason.ChangefeedRemoved,
          "changefeed %s removed at %s for re-creation".formatted(desired.id(), time(at)));
    }
  }

  private static String time(long tso) {
    return tso == 0 ? "now" : Tso.instant(tso).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
