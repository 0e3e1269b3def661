package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.child.AppliedState;
import io.cdcpipeline.operator.child.Children;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.events.EventRecorder;
import io.cdcpipeline.operator.status.ConditionType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a stage may use during one reconcile of one pipeline.
 *
 * @param pipeline the pipeline with every default filled in
 * @param everyPipeline all that this operator watches, with the API server's defaults
 * @param settled how the stages before this one stand
 */
public record StageContext(
    CdcPipeline pipeline,
    Children children,
    Secrets secrets,
    AppliedState applied,
    Background.Of background,
    EventRecorder.Of events,
    Clock clock,
    Supplier<Stream<CdcPipeline>> everyPipeline,
    Map<ConditionType, StageStatus> settled) {

  public Names names() {
    return Names.of(pipeline);
  }

  public CdcPipelineSpec spec() {
    return pipeline.getSpec();
  }

  /** Whether that condition was True after the last reconcile. */
  public boolean wasReady(ConditionType type) {
    return CdcPipelineStatus.condition(pipeline.getStatus(), type)
        .filter(c -> "True".equals(c.status()))
        .isPresent();
  }

  /** What was last said of the spec as it is now. */
  public Optional<Condition> former(ConditionType type) {
    return CdcPipelineStatus.condition(pipeline.getStatus(), type)
        .filter(c -> pipeline.getMetadata().getGeneration().equals(c.observedGeneration()));
  }

  /** Whether the stage of that condition, earlier in the flow, is ready. */
  public boolean ready(ConditionType type) {
    return settled.containsKey(type) && settled.get(type).good();
  }
}
