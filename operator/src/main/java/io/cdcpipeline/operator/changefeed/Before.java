package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.StageStatus.Verdict;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import java.util.Arrays;
import java.util.Optional;

/** What the pipeline's status said before this reconcile. */
final class Before {
  private Before() {}

  static ChangefeedStatus section(CdcPipeline pipeline) {
    return pipeline.getStatus() == null ? null : pipeline.getStatus().changefeed();
  }

  static Optional<Verdict> verdict(CdcPipeline pipeline, ConditionType type) {
    return Optional.ofNullable(pipeline.getStatus())
        .map(CdcPipelineStatus::conditions)
        .flatMap(all -> all.stream().filter(c -> type.toString().equals(c.type())).findFirst())
        .flatMap(Before::verdict);
  }

  private static Optional<Verdict> verdict(Condition condition) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(condition.reason()))
        .findFirst()
        .map(reason -> new Verdict(reason, condition.message()));
  }
}
