package io.cdcpipeline.operator;

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
public final class Background {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

  private final Map<ResourceID, Map<String, Entry>> entries = new ConcurrentHashMap<>();
  private final Executor executor;
  private final Clock clock;
  private final Consumer<ResourceID> wake;

  public Background(Executor executor, Clock clock, Consumer<ResourceID> wake) {
    this.executor = executor;
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * What is known about a question.
   *
   * @param at null while the first answer to this input is on its way
   * @param value null when the work returned nothing, failed or is on its way
   * @param failure null unless the last try failed
   * @param failingSince when the first of the failures in a row came; null unless failing
   */
  public record Answer<T>(Instant at, T value, Exception failure, Instant failingSince) {
    public boolean pending() {
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

  private record Entry(Object input, Answer<?> answer, boolean running) {}

  /** The questions of one pipeline. */
  public Of of(ResourceID pipeline) {
    return new Of(this, pipeline);
  }

  /** Drops everything known about a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    entries.remove(pipeline);
  }

  /** The questions of one pipeline. */
  public record Of(Background all, ResourceID pipeline) {
    /**
     * The answer to a question; asks (again) when the input differs from last time, the answer is
     * older than {@code freshFor} or the last try failed a while ago. Until a new input is
     * answered, the answer is pending.
     */
    @SuppressWarnings("unchecked")
    public <T> Answer<T> ask(String question, Object input, Duration freshFor, Callable<T> work) {
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
                return new Entry(input, answer, all.start(pipeline, question, input, answer, work));
              });
      return entry.input().equals(input) ? (Answer<T>) entry.answer() : Answer.none();
    }

    /** Makes the next ask of this question ask anew. */
    public void forget(String question) {
      all.entries.getOrDefault(pipeline, Map.of()).remove(question);
    }
  }

  private boolean fresh(Answer<?> answer, Duration freshFor) {
    var trusted =
        answer.failure() != null && freshFor.compareTo(TRY_AGAIN) > 0 ? TRY_AGAIN : freshFor;
    return answer.at() != null && clock.instant().isBefore(answer.at().plus(trusted));
  }

  private boolean start(
      ResourceID pipeline, String question, Object input, Answer<?> before, Callable<?> work) {
    executor.execute(
        () -> {
          var answer = answer(work, before);
          var mine = entries.get(pipeline);
          if (mine != null) {
            mine.computeIfPresent(question, (q, known) -> new Entry(input, answer, false));
            if (!answer.sameAs(before)) {
              wake.accept(pipeline);
            }
          }
        });
    return true;
  }

  private Answer<?> answer(Callable<?> work, Answer<?> before) {
    try {
      return new Answer<Object>(clock.instant(), work.call(), null, null);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      var now = clock.instant();
      var since = before.failingSince() == null ? now : before.failingSince();
      return new Answer<>(now, null, e, since);
    }
  }
}
