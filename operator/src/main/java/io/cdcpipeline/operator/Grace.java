package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
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
public final class Grace {
  private static final Duration FOR = Duration.ofSeconds(60);
  private final Map<Names, Instant> flapsSince = new ConcurrentHashMap<>();
  private final ConditionType type;

  public Grace(ConditionType type) {
    this.type = type;
  }

  public StageStatus forgive(StageContext context, StageStatus now) {
    var names = context.names();
    var before = before(context);
    if (now.good() || before.isEmpty() || now.verdict().reason().severity() == Severity.STUCK) {
      flapsSince.remove(names);
      return now;
    }
    var since = flapsSince.computeIfAbsent(names, n -> context.clock().instant());
    return context.clock().instant().isBefore(since.plus(FOR))
        ? StageStatus.of(Reason.valueOf(before.get().reason()), before.get().message())
        : now;
  }

  public void forget(Names names) {
    flapsSince.remove(names);
  }

  /** The condition, if it was True for the spec as it is now. */
  private Optional<Condition> before(StageContext context) {
    return context.former(type).filter(c -> "True".equals(c.status()));
  }
}
