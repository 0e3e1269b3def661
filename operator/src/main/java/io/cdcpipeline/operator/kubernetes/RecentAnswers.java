package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the API server said in the last seconds about a namespace. A stage that is not ready asks at
 * each reconcile, every three seconds, up to five of them for a new pipeline: with a thousand
 * pipelines, why pods do not start would be most of what the operator asks for.
 */
public final class RecentAnswers {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Question(String namespace, Object about) {}

  private record Answer(Optional<String> text, Instant until) {}

  private final Map<Question, Answer> answers = new ConcurrentHashMap<>();
  private final Clock clock;

  public RecentAnswers(Clock clock) {
    this.clock = clock;
  }

  Optional<String> get(String namespace, Object about, Supplier<Optional<String>> ask) {
    var now = clock.instant();
    answers.values().removeIf(answer -> !answer.until().isAfter(now));
    var question = new Question(namespace, about);
    var known = answers.get(question);
    if (known != null) {
      return known.text();
    }
    var text = ask.get();
    answers.put(question, new Answer(text, now.plus(FRESH)));
    return text;
  }
}
