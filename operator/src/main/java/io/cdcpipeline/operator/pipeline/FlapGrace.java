package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a stage ready while its children flap for a short time: ECK drops the health of an
 * Elasticsearch each time it reconciles, a new day's index is red for a moment, and one failed
 * reconcile of Strimzi makes a serving Kafka NotReady.
 */
public final class FlapGrace {
  private static final Duration FOR = Duration.ofSeconds(60);
  private final Map<ResourceNames, Instant> flappingSince = new ConcurrentHashMap<>();
  private final ConditionType type;

  public FlapGrace(ConditionType type) {
    this.type = type;
  }

  /** The previous ready status during the first minute of a flap, else the new one. */
  public StageStatus dampen(StageContext context, StageStatus now) {
    var names = context.names();
    var before = previousReady(context);
    if (now.isReady()
        || before.isEmpty()
        || now.verdict().reason().severity() == Severity.ACTION_REQUIRED) {
      flappingSince.remove(names);
      return now;
    }
    var since = flappingSince.computeIfAbsent(names, n -> context.clock().instant());
    return context.clock().instant().isBefore(since.plus(FOR))
        ? StageStatus.of(Reason.valueOf(before.get().reason()), before.get().message())
        : now;
  }

  public void forget(ResourceNames names) {
    flappingSince.remove(names);
  }

  /** The previous condition, if it was True for the current spec. */
  private Optional<Condition> previousReady(StageContext context) {
    return context.previousCondition(type).filter(c -> "True".equals(c.status()));
  }
}
