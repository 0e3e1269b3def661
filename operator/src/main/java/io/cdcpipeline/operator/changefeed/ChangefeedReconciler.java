package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.StepPlanner.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Observes, plans and executes until the changefeed matches the spec or has to be waited for. One
 * per pipeline, on a background thread, one pass at a time.
 */
final class ChangefeedReconciler {
  private static final int MAX_STEPS = 12;
  private static final Duration CONFIRM_ABSENT_AFTER = Duration.ofSeconds(1);
  private static final Duration TABLES_FRESH_FOR = Duration.ofSeconds(50);
  private static final Duration RECOVERED_AFTER = Duration.ofMinutes(5);

  private final Clock clock;
  private final StepExecutor.Sleeper sleeper;
  private final Semaphore slowSteps;
  private final DriftDetector driftDetector = new DriftDetector();
  private volatile ObservedChangefeed last = ObservedChangefeed.NONE;
  private volatile String inProgress = "";
  private String attempted = "";
  private int failures;
  private Instant retryAt = Instant.EPOCH;
  private Instant tablesAt = Instant.EPOCH;

  /**
   * A reconciler for one pipeline.
   *
   * @param slowSteps shared by all pipelines, so that many unreachable Kafkas leave threads to
   *     observe with
   */
  ChangefeedReconciler(Clock clock, StepExecutor.Sleeper sleeper, Semaphore slowSteps) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.slowSteps = slowSteps;
  }

  /** A message about the slow step that is running; "" when none is. */
  String inProgress() {
    return inProgress;
  }

  /** The last observation, also while a pass is running. */
  ObservedChangefeed last() {
    return last;
  }

  /**
   * One pass.
   *
   * @param statusPosition the checkpoint in the pipeline's status as a TSO, 0 for none
   */
  ObservedChangefeed pass(
      ChangefeedClient client,
      DesiredChangefeed desired,
      ChangefeedState.Store store,
      StepExecutor.Events events,
      long statusPosition)
      throws InterruptedException {
    retryAtOnceIfChanged(desired);
    StepExecutor executor = new StepExecutor(client, desired, store, events, clock, sleeper);
    try {
      boolean absent = false;
      for (int steps = 0; steps < MAX_STEPS; steps++) {
        last = observe(client, desired, store, absent, statusPosition);
        Step step = StepPlanner.next(last, desired, now());
        if (step instanceof Step.ConfirmAbsent) {
          sleeper.sleep(CONFIRM_ABSENT_AFTER);
          absent = true;
        } else if (step instanceof Step.None || !execute(executor, step, desired)) {
          break;
        } else {
          absent = false;
        }
      }
      resetFailuresIfRecovered(desired, store);
      refreshTables(client, desired, store);
    } catch (ChangefeedException e) {
      last = last.withQueryFailure(e.failure());
    }
    return last;
  }

  /** A changed spec is tried at once, whatever failed before. */
  private void retryAtOnceIfChanged(DesiredChangefeed desired) {
    String key =
        desired.hash()
            + desired.nonce()
            + desired.suspended()
            + desired.creatable()
            + desired.certificates()
            + desired.rotation();
    if (!key.equals(attempted)) {
      attempted = key;
      failures = 0;
      retryAt = Instant.EPOCH;
      tablesAt = Instant.EPOCH;
      last = last.withStepFailure(Optional.empty());
    }
  }

  private ObservedChangefeed observe(
      ChangefeedClient client,
      DesiredChangefeed desired,
      ChangefeedState.Store store,
      boolean absentBefore,
      long statusPosition) {
    Optional<Changefeed> found = client.get(desired.id());
    long tso = found.isPresent() ? client.tso() : 0;
    CheckpointProgress progress =
        found.map(f -> last.progress().observe(f, tso, now())).orElse(last.progress());
    ChangefeedState recorded = store.read();
    return new ObservedChangefeed(
        found,
        found.isEmpty() && absentBefore,
        found
            .map(f -> driftDetector.drift(desired, f, recorded.accepted(), now()))
            .orElse(Set.of()),
        progress,
        progress.checkpoint() > 0
            ? progress.checkpoint()
            : Math.max(recorded.position(), statusPosition),
        last.tables(),
        recorded,
        Optional.empty(),
        last.stepFailure(),
        now());
  }

  private boolean execute(StepExecutor executor, Step step, DesiredChangefeed desired)
      throws InterruptedException {
    String message = StepExecutor.progressMessage(step);
    boolean slow = !message.isEmpty();
    if (now().isBefore(retryAt) || (slow && !slowSteps.tryAcquire())) {
      return false;
    }
    inProgress = message;
    try {
      boolean goOn = executor.execute(step, last);
      succeeded(step, desired);
      return goOn;
    } catch (ChangefeedException e) {
      failures++;
      retryAt = now().plus(Backoff.STEP.after(failures));
      last = last.withStepFailure(Optional.of(e.failure()));
      return false;
    } finally {
      inProgress = "";
      if (slow) {
        slowSteps.release();
      }
    }
  }

  private void succeeded(Step step, DesiredChangefeed desired) {
    failures = 0;
    if (step instanceof Step.Create) {
      last = last.withProgress(CheckpointProgress.NONE);
    } else if (step instanceof Step.Pause pause && pause.restart()) {
      last = last.withProgress(last.progress().restarted());
    } else if (step instanceof Step.Update && last.recorded().hash().equals(desired.hash())) {
      driftDetector.corrected(last.drift(), now());
    }
    last = last.withStepFailure(Optional.empty());
  }

  private void resetFailuresIfRecovered(DesiredChangefeed desired, ChangefeedState.Store store) {
    ChangefeedState recorded = store.read();
    if (recorded.resumes() > 0 && (desired.suspended() || recovered(recorded))) {
      store.write(recorded.withoutFailures());
    }
  }

  private boolean recovered(ChangefeedState recorded) {
    boolean normal = last.changefeed().filter(f -> f.state().equals("normal")).isPresent();
    Instant since = Instant.ofEpochMilli(recorded.resumedAt()).plus(RECOVERED_AFTER);
    return normal && last.progress().flowing(now()) && now().isAfter(since);
  }

  private void refreshTables(
      ChangefeedClient client, DesiredChangefeed desired, ChangefeedState.Store store) {
    boolean due = !now().isBefore(tablesAt.plus(TABLES_FRESH_FOR));
    if (due && (desired.creatable() || store.read().created())) {
      tablesAt = now();
      try {
        boolean known = last.changefeed().isPresent() && last.progress().tso() > 0;
        long tso = known ? last.progress().tso() : client.tso();
        last = last.withTables(client.tables(desired, tso));
      } catch (ChangefeedException e) {
        // Only advice depends on it; the next refresh tries again.
      }
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
