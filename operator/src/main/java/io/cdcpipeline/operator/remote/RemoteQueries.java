package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.StageException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Slow calls to remote systems, off the reconcile thread: a reconcile asks, gets what is known, and
 * is woken when the answer has changed.
 */
public final class RemoteQueries {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
  private static final Duration TRY_AT_LEAST_EVERY = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofSeconds(3);

  private final Map<ResourceID, Map<String, Entry>> entries = new ConcurrentHashMap<>();
  private final Executor quick;
  private final Executor slow;
  private final Clock clock;
  private final Consumer<ResourceID> wake;

  /**
   * Nothing is asked yet.
   *
   * @param slow for questions whose last answer took long
   */
  public RemoteQueries(Executor quick, Executor slow, Clock clock, Consumer<ResourceID> wake) {
    this.quick = quick;
    this.slow = slow;
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * What is known about a question.
   *
   * @param at null while the first answer to this input is on its way
   * @param value null when the work returned nothing, failed or is on its way
   * @param failure null unless the last try failed
   * @param failingSince when the first failure of this kind in a row came; null unless failing
   */
  public record Answer<T>(Instant at, T value, Exception failure, Instant failingSince) {
    public boolean isPending() {
      return at == null;
    }

    /** Nothing is known. */
    public static <T> Answer<T> none() {
      return new Answer<>(null, null, null, null);
    }

    private boolean sameAs(Answer<?> other) {
      return other.at != null
          && java.util.Objects.equals(value, other.value)
          && String.valueOf(failure).equals(String.valueOf(other.failure));
    }
  }

  private record Entry(Object input, Answer<?> answer, boolean running, boolean slow) {}

  /** The questions of one pipeline. */
  public Of forPipeline(ResourceID pipeline) {
    return new Of(this, pipeline);
  }

  /** Drops everything known about a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    entries.remove(pipeline);
  }

  /** The questions of one pipeline. */
  public record Of(RemoteQueries all, ResourceID pipeline) {
    /**
     * The answer to a question; asks (again) when the input differs from last time, the answer is
     * older than {@code freshFor} or the last try failed a while ago. Until a new input is
     * answered, the answer is pending.
     */
    @SuppressWarnings("unchecked")
    public <T> Answer<T> query(String question, Object input, Duration freshFor, Callable<T> work) {
      var mine = all.entries.computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>());
      var entry =
          mine.compute(
              question,
              (q, known) -> {
                if (known != null && known.running()) {
                  return known;
                }
                boolean same = known != null && known.input().equals(input);
                if (same && all.fresh(known.answer(), freshFor)) {
                  return known;
                }
                var answer = same ? known.answer() : Answer.<T>none();
                boolean slow = known != null && known.slow();
                var asked = new Entry(input, answer, true, slow);
                all.start(pipeline, question, asked, work);
                return asked;
              });
      return entry.input().equals(input) ? (Answer<T>) entry.answer() : Answer.none();
    }

    /** Makes the next ask of this question ask anew. */
    public void forget(String question) {
      all.entries.getOrDefault(pipeline, Map.of()).remove(question);
    }
  }

  private boolean fresh(Answer<?> answer, Duration freshFor) {
    var trusted = answer.failure() == null ? freshFor : pause(answer, freshFor);
    return answer.at() != null && clock.instant().isBefore(answer.at().plus(trusted));
  }

  /** The longer it fails, the rarer it is tried. */
  private static Duration pause(Answer<?> failed, Duration freshFor) {
    var soon = freshFor.compareTo(TRY_AGAIN) < 0 ? freshFor : TRY_AGAIN;
    var failing = Duration.between(failed.failingSince(), failed.at());
    var bounded = failing.compareTo(TRY_AT_LEAST_EVERY) < 0 ? failing : TRY_AT_LEAST_EVERY;
    return bounded.compareTo(soon) < 0 ? soon : bounded;
  }

  private void start(ResourceID pipeline, String question, Entry asked, Callable<?> work) {
    (asked.slow() ? slow : quick)
        .execute(
            () -> {
              var begin = clock.instant();
              var answer = answer(work, asked.answer());
              boolean slowly = Duration.between(begin, clock.instant()).compareTo(SLOW) > 0;
              var mine = entries.get(pipeline);
              if (mine != null) {
                mine.computeIfPresent(
                    question, (q, known) -> new Entry(asked.input(), answer, false, slowly));
                if (!answer.sameAs(asked.answer())) {
                  wake.accept(pipeline);
                }
              }
            });
  }

  private Answer<?> answer(Callable<?> work, Answer<?> before) {
    try {
      return new Answer<Object>(clock.instant(), work.call(), null, null);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      var now = clock.instant();
      boolean again = before.failure() != null && kind(before.failure()).equals(kind(e));
      var since = again ? before.failingSince() : now;
      return new Answer<>(now, null, e, since);
    }
  }

  private static Object kind(Exception failure) {
    return failure instanceof StageException stage ? stage.reason() : failure.getClass();
  }
}
