package io.cdcpipeline.shop.load;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What the load generator did, in /metrics. */
final class LoadMetrics {
  /** How a visit ended. */
  enum Outcome {
    /** Answered as hoped. */
    OK,
    /** Out of stock, or cancelled already: what happens in a shop. */
    CONFLICT,
    /** 503: too much, or the database is away. */
    UNAVAILABLE,
    /** Any other answer, or none. */
    FAILED,
    /** Not sent, because too many had no answer yet. */
    SKIPPED;

    static Outcome of(int status) {
      if (status < 300) {
        return OK;
      }
      return status == 409 ? CONFLICT : status == 503 ? UNAVAILABLE : FAILED;
    }
  }

  private final MeterRegistry metrics;
  private final Counter due;
  private final Timer duration;

  LoadMetrics(MeterRegistry metrics) {
    this.metrics = metrics;
    due =
        Counter.builder("shop.load.due")
            .description("Requests that the clock asked for, sent or skipped.")
            .register(metrics);
    duration =
        Timer.builder("shop.load.duration")
            .description("From the moment a request was due, sent late or not, to its answer.")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10))
            .register(metrics);
    for (Action action : Action.values()) {
      counter(action, Outcome.OK);
    }
  }

  void due() {
    due.increment();
  }

  void done(Action action, Outcome outcome, long dueNanos) {
    counter(action, outcome).increment();
    duration.record(Duration.ofNanos(System.nanoTime() - dueNanos));
  }

  void skipped(Action action) {
    counter(action, Outcome.SKIPPED).increment();
  }

  private Counter counter(Action action, Outcome outcome) {
    return Counter.builder("shop.load.requests")
        .description("Requests of the load generator.")
        .tag("action", action.label())
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(metrics);
  }
}
