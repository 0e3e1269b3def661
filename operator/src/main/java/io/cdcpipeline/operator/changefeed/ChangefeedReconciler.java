package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.StepPlanner.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Looks, decides and acts until the changefeed is as wished or has to be waited for. One for each
 * pipeline, on a background thread, one pass at a time.
 */
final class ChangefeedReconciler {
  private static final int MOST_STEPS = 12;
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
  private static final Duration TABLES_FRESH_FOR = Duration.ofSeconds(50);
  private static final Duration WELL_AGAIN = Duration.ofMinutes(5);

  private final Clock clock;
  private final Waiter waiter;
  private final Semaphore slowSteps;
  private final DriftGuard driftGuard = new DriftGuard();
  private volatile ObservedChangefeed last = ObservedChangefeed.NONE;
  private volatile String doing = "";
  private String tried = "";
  private int failures;
  private Instant nextTry = Instant.EPOCH;
  private Instant tablesAt = Instant.EPOCH;

  /**
   * A loop for one pipeline.
   *
   * @param slowSteps shared by all, so that many unreachable Kafkas leave threads for looking
   */
  ChangefeedReconciler(Clock clock, Waiter waiter, Semaphore slowSteps) {
    this.clock = clock;
    this.waiter = waiter;
    this.slowSteps = slowSteps;
  }

  /** The step under way, for people; empty when none takes long. */
  String doing() {
    return doing;
  }

  /** What the last look found, also while a pass is under way. */
  ObservedChangefeed last() {
    return last;
  }

  /**
   * One pass.
   *
   * @param statusPosition checkpoint that the pipeline's status remembers as a TSO, 0 for none
   */
  ObservedChangefeed pass(
      ChangefeedClient client,
      DesiredChangefeed wish,
      MemoryStore store,
      Journal journal,
      long statusPosition)
      throws InterruptedException {
    freshWish(wish);
    StepExecutor actions = new StepExecutor(client, wish, store, journal, clock, waiter);
    try {
      boolean absent = false;
      for (int steps = 0; steps < MOST_STEPS; steps++) {
        look(client, wish, store);
        Step step =
            StepPlanner.next(seen(wish, absent, statusPosition), wish, last.memory(), now());
        if (step instanceof Step.ConfirmAbsent) {
          waiter.pause(SECOND_LOOK);
          absent = true;
        } else if (step instanceof Step.Rest || !act(actions, step, wish)) {
          break;
        } else {
          absent = false;
        }
      }
      settle(client, wish, store);
    } catch (ChangefeedException e) {
      last = last.unanswered(e.trouble());
    }
    return last;
  }

  /** A new wish is tried at once, whatever the old one ran into. */
  private void freshWish(DesiredChangefeed wish) {
    String key = wish.hash() + wish.nonce() + wish.suspended() + wish.creatable();
    if (!key.equals(tried)) {
      tried = key;
      failures = 0;
      nextTry = Instant.EPOCH;
      tablesAt = Instant.EPOCH;
      last = last.refused(Optional.empty());
    }
  }

  private void look(ChangefeedClient client, DesiredChangefeed wish, MemoryStore store) {
    Optional<Changefeed> found = client.get(wish.id());
    long tso = found.isPresent() ? client.tso() : 0;
    CheckpointProgress progress =
        found.map(feed -> last.progress().looked(feed, tso, now())).orElse(last.progress());
    last = last.answered(found, progress, store.read(), now());
  }

  private Seen seen(DesiredChangefeed wish, boolean absent, long statusPosition) {
    long remembered = Math.max(last.memory().position(), statusPosition);
    long checkpoint = last.progress().checkpoint();
    return new Seen(
        last.changefeed(),
        absent,
        last.changefeed().isPresent() && last.progress().restartDue(now()),
        driftGuard.rests(drift(wish), now()),
        checkpoint > 0 ? checkpoint : remembered);
  }

  private Set<String> drift(DesiredChangefeed wish) {
    return last.changefeed()
        .map(feed -> StepPlanner.drift(feed, wish, last.memory()))
        .orElse(Set.of());
  }

  private boolean act(StepExecutor actions, Step step, DesiredChangefeed wish)
      throws InterruptedException {
    boolean slow = !StepExecutor.doing(step).isEmpty();
    if (now().isBefore(nextTry) || (slow && !slowSteps.tryAcquire())) {
      return false;
    }
    doing = StepExecutor.doing(step);
    try {
      boolean goOn = actions.execute(step, last);
      done(step, wish);
      return goOn;
    } catch (ChangefeedException e) {
      failures++;
      nextTry = now().plus(Backoff.STEP.after(failures));
      last = last.refused(Optional.of(e.trouble()));
      return false;
    } finally {
      doing = "";
      if (slow) {
        slowSteps.release();
      }
    }
  }

  private void done(Step step, DesiredChangefeed wish) {
    failures = 0;
    if (step instanceof Step.Create) {
      last = last.progress(CheckpointProgress.NONE);
    } else if (step instanceof Step.Pause pause && pause.nudge()) {
      last = last.progress(last.progress().restarted());
    } else if (step instanceof Step.Update && last.memory().hash().equals(wish.hash())) {
      driftGuard.repaired(drift(wish), now());
    }
    last = last.refused(Optional.empty());
  }

  private void settle(ChangefeedClient client, DesiredChangefeed wish, MemoryStore store) {
    ChangefeedState memory = store.read();
    if (memory.resumes() > 0 && (wish.suspended() || recovered(memory))) {
      store.write(memory.withoutFailures());
    }
    if (!now().isBefore(tablesAt.plus(TABLES_FRESH_FOR))
        && (wish.creatable() || memory.created())) {
      tablesAt = now();
      try {
        last = last.tables(client.tables(wish, client.tso()));
      } catch (ChangefeedException e) {
        // Only advice hangs on it; the next look tries again.
      }
    }
  }

  private boolean recovered(ChangefeedState memory) {
    boolean normal = last.changefeed().filter(f -> f.state().equals("normal")).isPresent();
    Instant resumed = Instant.ofEpochMilli(memory.resumedAt());
    return normal && last.progress().flowing(now()) && now().isAfter(resumed.plus(WELL_AGAIN));
  }

  private Instant now() {
    return clock.instant();
  }
}
