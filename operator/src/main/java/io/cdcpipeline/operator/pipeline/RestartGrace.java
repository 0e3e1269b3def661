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
 * Until this process has seen for itself how a stage stands, what was said of the same spec before
 * still holds: a restart of the operator is no news of the pipeline.
 */
final class RestartGrace {
  /** Longer than any first answer, and than a checkpoint needs to be called standing. */
  private static final Duration FOR = Duration.ofSeconds(150);

  /**
   * The looks at one pipeline.
   *
   * @param generation that the status was about when this process first saw it; null for none
   */
  private record Looks(Instant since, Long generation, Set<ConditionType> seen) {
    static Looks start(StageContext context) {
      var status = context.pipeline().getStatus();
      return new Looks(
          context.clock().instant(),
          status == null ? null : status.observedGeneration(),
          EnumSet.noneOf(ConditionType.class));
    }

    boolean early(StageContext context, ConditionType type) {
      return !seen.contains(type)
          && context.pipeline().getMetadata().getGeneration().equals(generation)
          && context.clock().instant().isBefore(since.plus(FOR));
    }
  }

  private final Map<String, Looks> pipelines = new ConcurrentHashMap<>();

  StageStatus carryOver(StageContext context, ConditionType type, StageStatus now) {
    var looks = pipelines.computeIfAbsent(key(context), uid -> Looks.start(context));
    if (!now.provisional()) {
      looks.seen().add(type);
    }
    return looks.early(context, type) ? asBefore(context, type, now) : now;
  }

  void forget(StageContext context) {
    pipelines.remove(key(context));
  }

  private static StageStatus asBefore(StageContext context, ConditionType type, StageStatus now) {
    var further = new EnumMap<ConditionType, Verdict>(ConditionType.class);
    now.further()
        .forEach((other, verdict) -> further.put(other, former(context, other).orElse(verdict)));
    return new StageStatus(
        former(context, type).orElse(now.verdict()), further, now.sections(), true);
  }

  /** Empty for a reason that only another version of this operator knows. */
  private static Optional<Verdict> former(StageContext context, ConditionType type) {
    return context.previousCondition(type).flatMap(RestartGrace::verdict);
  }

  private static Optional<Verdict> verdict(Condition condition) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(condition.reason()))
        .findFirst()
        .map(reason -> new Verdict(reason, condition.message()));
  }

  // By uid: a pipeline made anew under the same name is another one.
  private static String key(StageContext context) {
    return String.valueOf(context.pipeline().getMetadata().getUid());
  }
}
