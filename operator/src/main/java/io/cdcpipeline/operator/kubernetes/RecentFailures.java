package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the pods' diagnosis of the last seconds found. Up to five stages of a new pipeline ask why
 * they are not ready at each reconcile, every three seconds; with a thousand pipelines listing
 * their pods would be most of what the operator asks for.
 */
public final class RecentFailures {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Query(String namespace, Map<String, String> labels) {}

  private record Answer(Optional<String> failure, Instant until) {}

  private final Map<Query, Answer> answers = new ConcurrentHashMap<>();
  private final Clock clock;

  public RecentFailures(Clock clock) {
    this.clock = clock;
  }

  Optional<String> get(
      String namespace, Map<String, String> labels, Supplier<Optional<String>> diagnose) {
    var now = clock.instant();
    answers.values().removeIf(answer -> !answer.until().isAfter(now));
    var query = new Query(namespace, labels);
    var known = answers.get(query);
    if (known != null) {
      return known.failure();
    }
    var failure = diagnose.get();
    answers.put(query, new Answer(failure, now.plus(FRESH)));
    return failure;
  }
}
