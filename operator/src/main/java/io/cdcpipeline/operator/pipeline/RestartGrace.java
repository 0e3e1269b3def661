package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a stage's previous condition until this process has its own answer from the remote system:
 * a restart of the operator must not change the status of a pipeline.
 */
final class RestartGrace {
  /** Longer than any first answer takes, and than it takes to call a checkpoint stalled. */
  private static final Duration FOR = Duration.ofSeconds(150);

  /**
   * What this process has seen of one pipeline.
   *
   * @param generation the generation in the pipeline's status when this process first saw it; null
   *     for none
   * @param answered the stages whose remote systems have answered
   */
  private record FirstSight(Instant since, Long generation, Set<ConditionType> answered) {
    static FirstSight of(StageContext context) {
      var status = context.pipeline().getStatus();
      return new FirstSight(
          context.clock().instant(),
          status == null ? null : status.observedGeneration(),
          EnumSet.noneOf(ConditionType.class));
    }

    boolean applies(StageContext context, ConditionType type) {
      return !answered.contains(type)
          && context.pipeline().getMetadata().getGeneration().equals(generation)
          && context.clock().instant().isBefore(since.plus(FOR));
    }
  }

  private final Map<String, FirstSight> pipelines = new ConcurrentHashMap<>();

  StageStatus carryOver(StageContext context, ConditionType type, StageStatus now) {
    var first = pipelines.computeIfAbsent(key(context), uid -> FirstSight.of(context));
    if (!now.provisional()) {
      first.answered().add(type);
    }
    return first.applies(context, type) ? asBefore(context, type, now) : now;
  }

  void forget(StageContext context) {
    pipelines.remove(key(context));
  }

  private static StageStatus asBefore(StageContext context, ConditionType type, StageStatus now) {
    var further = new EnumMap<ConditionType, Verdict>(ConditionType.class);
    now.further()
        .forEach((other, verdict) -> further.put(other, previous(context, other).orElse(verdict)));
    return new StageStatus(
        previous(context, type).orElse(now.verdict()), further, now.sections(), true);
  }

  private static Optional<Verdict> previous(StageContext context, ConditionType type) {
    return context.previousCondition(type).flatMap(RestartGrace::verdict);
  }

  /** Empty for a reason that only another version of this operator knows. */
  private static Optional<Verdict> verdict(Condition condition) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(condition.reason()))
        .findFirst()
        .map(reason -> new Verdict(reason, condition.message()));
  }

  // By uid: a pipeline re-created under the same name is another one.
  private static String key(StageContext context) {
    return String.valueOf(context.pipeline().getMetadata().getUid());
  }
}
