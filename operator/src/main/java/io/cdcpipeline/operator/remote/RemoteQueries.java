package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slow calls to remote systems, off the reconcile thread: a reconcile queries, gets the last known
 * answer at once, and a changed answer triggers another reconcile.
 */
public final class RemoteQueries {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteQueries.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final Duration SLOW_FROM = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final int MANY_PIPELINES = 50;

  /** What was not asked for so long is no longer wanted; longer than a reconcile takes. */
  private static final Duration CURRENT = Duration.ofSeconds(30);

  private final Map<ResourceID, Map<String, Entry>> entries = new ConcurrentHashMap<>();
  private final Executor quick;
  private final Executor slow;
  private final Clock clock;
  private final Consumer<ResourceID> reconcile;

  /**
   * Knows no answers yet.
   *
   * @param slow runs queries whose last answer took long
   * @param reconcile triggers a reconcile of a pipeline
   */
  public RemoteQueries(Executor quick, Executor slow, Clock clock, Consumer<ResourceID> reconcile) {
    this.quick = quick;
    this.slow = slow;
    this.clock = clock;
    this.reconcile = reconcile;
  }

  /**
   * The last known answer to a query.
   *
   * @param at null while the first answer for this input is pending
   * @param value null when the work returned nothing, failed or is pending
   * @param failure null unless the last attempt failed
   * @param failingSince when the first of consecutive failures with this reason came; null unless
   *     failing
   */
  public record Answer<T>(Instant at, T value, StageException failure, Instant failingSince) {
    public boolean isPending() {
      return at == null;
    }

    public static <T> Answer<T> pending() {
      return new Answer<>(null, null, null, null);
    }

    private boolean isSameAs(Answer<?> other) {
      return other.at != null
          && Objects.equals(value, other.value)
          && Objects.equals(reason(), other.reason())
          && Objects.equals(text(), other.text());
    }

    private Reason reason() {
      return failure == null ? null : failure.reason();
    }

    private String text() {
      return failure == null ? null : failure.getMessage();
    }
  }

  /**
   * What is known of one query.
   *
   * @param waiting whether another input came while the query was running
   * @param asked when it was asked last, and how old the answer could be
   */
  private record Entry(
      Object input, Answer<?> answer, boolean running, boolean slow, boolean waiting, Asked asked) {
    Entry withWaiting() {
      return new Entry(input, answer, running, slow, true, asked);
    }

    Entry asked(Asked again) {
      return new Entry(input, answer, running, slow, waiting, again);
    }

    Entry finished(Answer<?> now, boolean tookLong) {
      return new Entry(input, now, false, tookLong, waiting, asked);
    }

    boolean isUrgent(Instant now) {
      boolean current = now.isBefore(asked.at().plus(CURRENT));
      return current && (answer.failure() != null || asked.freshFor().compareTo(SOON) <= 0);
    }
  }

  private record Asked(Instant at, Duration freshFor) {}

  /** The queries of one pipeline. */
  public ForPipeline forPipeline(ResourceID pipeline) {
    return new ForPipeline(this, pipeline);
  }

  /** When what is known of a pipeline's remote systems wants the next question. */
  public enum Urgency {
    /** None was asked. */
    NONE,
    USUAL,
    /** One did not answer, or is asked again within seconds. */
    SOON
  }

  /** How urgent the most urgent query of a pipeline is. */
  public Urgency urgency(ResourceID pipeline) {
    var mine = entries.get(pipeline);
    if (mine == null) {
      return Urgency.NONE;
    }
    var now = clock.instant();
    boolean urgent = mine.values().stream().anyMatch(entry -> entry.isUrgent(now));
    return urgent ? Urgency.SOON : Urgency.USUAL;
  }

  /** Drops everything known about a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    entries.remove(pipeline);
  }

  /** The queries of one pipeline. */
  public record ForPipeline(RemoteQueries all, ResourceID pipeline) {
    /** Twice as long where there are many pipelines, all of which are asked about. */
    public Duration forLoad(Duration freshFor) {
      return all.entries.size() > MANY_PIPELINES ? freshFor.multipliedBy(2) : freshFor;
    }

    /**
     * The last known answer. Runs the work in the background when the input differs from the last
     * one, when the answer is older than {@code freshFor}, or when the last attempt failed a while
     * ago. The answer is pending until the first one for the new input.
     *
     * @param key names the query; only one of that name runs at a time
     * @param work must not use the reconcile's context; anything it throws becomes the answer's
     *     failure
     */
    @SuppressWarnings("unchecked")
    public <T> Answer<T> query(String key, Object input, Duration freshFor, Callable<T> work) {
      var mine = all.entries.computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>());
      var entry =
          mine.compute(
              key,
              (k, known) -> {
                boolean same = known != null && known.input().equals(input);
                var asked = new Asked(all.clock.instant(), freshFor);
                if (known != null && known.running()) {
                  return (same ? known : known.withWaiting()).asked(asked);
                }
                if (same && all.isFresh(known.answer(), freshFor)) {
                  return known.asked(asked);
                }
                var answer = same ? known.answer() : Answer.<T>pending();
                boolean slow = known != null && known.slow();
                var started = new Entry(input, answer, true, slow, false, asked);
                all.start(pipeline, key, started, work);
                return started;
              });
      return entry.input().equals(input) ? (Answer<T>) entry.answer() : Answer.pending();
    }
  }

  private boolean isFresh(Answer<?> answer, Duration freshFor) {
    var keep = answer.failure() == null ? freshFor : retryAfter(answer, freshFor);
    return answer.at() != null && clock.instant().isBefore(answer.at().plus(keep));
  }

  /** The longer it has been failing, the longer the pause. */
  private static Duration retryAfter(Answer<?> failed, Duration freshFor) {
    var shortest = freshFor.compareTo(FIRST_RETRY) < 0 ? freshFor : FIRST_RETRY;
    var failing = Duration.between(failed.failingSince(), failed.at());
    var pause = failing.compareTo(LONGEST_RETRY) < 0 ? failing : LONGEST_RETRY;
    return pause.compareTo(shortest) < 0 ? shortest : pause;
  }

  private void start(ResourceID pipeline, String key, Entry started, Callable<?> work) {
    (started.slow() ? slow : quick)
        .execute(
            () -> {
              var begin = clock.instant();
              var answer = answer(pipeline, key, work, started.answer());
              boolean tookLong = Duration.between(begin, clock.instant()).compareTo(SLOW_FROM) > 0;
              var mine = entries.get(pipeline);
              if (mine != null) {
                var finished =
                    mine.computeIfPresent(key, (k, known) -> known.finished(answer, tookLong));
                if (finished.waiting() || !answer.isSameAs(started.answer())) {
                  reconcile.accept(pipeline);
                }
              }
            });
  }

  private Answer<?> answer(ResourceID pipeline, String key, Callable<?> work, Answer<?> before) {
    try {
      return new Answer<Object>(clock.instant(), work.call(), null, null);
    } catch (Exception | Error e) { // without an answer the query would count as running for ever
      var failure = failure(pipeline, key, e);
      var now = clock.instant();
      boolean again = failure.reason() == before.reason();
      return new Answer<>(now, null, failure, again ? before.failingSince() : now);
    }
  }

  private static StageException failure(ResourceID pipeline, String key, Throwable e) {
    if (e instanceof StageException failure) {
      return failure;
    }
    if (e instanceof KubernetesClientException failure) {
      return StageException.of(failure);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (e instanceof InterruptedException || e instanceof RejectedExecutionException) {
      return new StageException(Reason.InternalError, "the operator is stopping");
    }
    LOG.atError()
        .setCause(e)
        .addKeyValue("namespace", pipeline.getNamespace().orElse(""))
        .addKeyValue("name", pipeline.getName())
        .addKeyValue("query", key)
        .log("query of a remote system failed unexpectedly");
    return StageException.unexpected(e);
  }
}
