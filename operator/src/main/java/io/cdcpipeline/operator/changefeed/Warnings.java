package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus.Verdict;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
import java.time.Instant;
import java.util.Optional;

/** Events when the changefeed gets into trouble: once, when the condition's reason changes. */
final class Warnings {
  private volatile long warnedAt;

  void tell(StageContext context, Wish wish, Observation seen, Verdict ready) {
    Optional<Reason> before =
        Before.verdict(context.pipeline(), ConditionType.CHANGEFEED).map(Verdict::reason);
    Severity severity = ready.reason().severity();
    boolean trouble = severity == Severity.NOTICE || severity.compareTo(Severity.TROUBLE) >= 0;
    if (trouble && !before.equals(Optional.of(ready.reason()))) {
      context.events().tell(ready.reason(), ready.message());
    }
    Instant now = context.clock().instant();
    seen.changefeed()
        .filter(feed -> (wish.suspended() && !feed.running()) || feed.failed())
        .filter(feed -> feed.checkpointTs() != warnedAt && Deadline.of(feed).near(now))
        .ifPresent(
            feed -> {
              warnedAt = feed.checkpointTs();
              context.events().tell(Reason.DataLossAhead, Deadline.of(feed).message(now));
            });
  }
}
