package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The pods that were listed in the last seconds. Up to five stages of a new pipeline ask why they
 * are not ready at each reconcile, every three seconds; with a thousand pipelines these lists would
 * be most of what the operator asks for.
 */
public final class RecentPods {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Query(String namespace, Map<String, String> labels) {}

  private record Answer(List<Pod> pods, Instant until) {}

  private final Map<Query, Answer> answers = new ConcurrentHashMap<>();
  private final Clock clock;

  public RecentPods(Clock clock) {
    this.clock = clock;
  }

  List<Pod> get(String namespace, Map<String, String> labels, Supplier<List<Pod>> list) {
    var now = clock.instant();
    answers.values().removeIf(answer -> !answer.until().isAfter(now));
    var query = new Query(namespace, labels);
    var known = answers.get(query);
    if (known != null) {
      return known.pods();
    }
    var pods = list.get();
    answers.put(query, new Answer(pods, now.plus(FRESH)));
    return pods;
  }
}
