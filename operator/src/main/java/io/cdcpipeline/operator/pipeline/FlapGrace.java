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
 * Keeps a stage ready through a short flap of its children: ECK forgets the health of an
 * Elasticsearch whenever it looks again, a new day's index is red for a moment, and Strimzi calls a
 * Kafka that serves NotReady for one failed reconcile.
 */
public final class FlapGrace {
  private static final Duration FOR = Duration.ofSeconds(60);
  private final Map<ResourceNames, Instant> flapsSince = new ConcurrentHashMap<>();
  private final ConditionType type;

  public FlapGrace(ConditionType type) {
    this.type = type;
  }

  public StageStatus dampen(StageContext context, StageStatus now) {
    var names = context.names();
    var before = before(context);
    if (now.isReady()
        || before.isEmpty()
        || now.verdict().reason().severity() == Severity.ACTION_REQUIRED) {
      flapsSince.remove(names);
      return now;
    }
    var since = flapsSince.computeIfAbsent(names, n -> context.clock().instant());
    return context.clock().instant().isBefore(since.plus(FOR))
        ? StageStatus.of(Reason.valueOf(before.get().reason()), before.get().message())
        : now;
  }

  public void forget(ResourceNames names) {
    flapsSince.remove(names);
  }

  /** The condition, if it was True for the spec as it is now. */
  private Optional<Condition> before(StageContext context) {
    return context.previousCondition(type).filter(c -> "True".equals(c.status()));
  }
}
