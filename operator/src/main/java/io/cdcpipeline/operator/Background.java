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
   */
  public record Answer<T>(Instant at, T value, Exception failure) {
    public boolean pending() {
      return at == null;
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
     * The answer to a question; asks (again) when the input differs from last time or the answer is
     * older than {@code freshFor}. Until a new input is answered, the answer is pending.
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
                var answer = same ? known.answer() : new Answer<T>(null, null, null);
                return new Entry(input, answer, all.start(pipeline, question, input, answer, work));
              });
      return entry.input().equals(input)
          ? (Answer<T>) entry.answer()
          : new Answer<>(null, null, null);
    }

    /** Makes the next ask of this question ask anew. */
    public void forget(String question) {
      all.entries.getOrDefault(pipeline, Map.of()).remove(question);
    }
  }

  private boolean fresh(Answer<?> answer, Duration freshFor) {
    return answer.at() != null && clock.instant().isBefore(answer.at().plus(freshFor));
  }

  private boolean start(
      ResourceID pipeline, String question, Object input, Answer<?> before, Callable<?> work) {
    executor.execute(
        () -> {
          var answer = answer(work);
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

  private <T> Answer<T> answer(Callable<T> work) {
    try {
      return new Answer<>(clock.instant(), work.call(), null);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Answer<>(clock.instant(), null, e);
    }
  }
}
