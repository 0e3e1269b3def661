package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.child.AppliedState;
import io.cdcpipeline.operator.child.Children;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.events.EventRecorder;
import io.cdcpipeline.operator.status.ConditionType;
import java.time.Clock;
import java.util.Map;

/**
 * What a stage may use during one reconcile of one pipeline.
 *
 * @param pipeline the pipeline with every default filled in
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
    Map<ConditionType, StageStatus> settled) {

  public Names names() {
    return Names.of(pipeline);
  }

  public CdcPipelineSpec spec() {
    return pipeline.getSpec();
  }

  /** Whether that condition was True after the last reconcile. */
  public boolean wasReady(ConditionType type) {
    var status = pipeline.getStatus();
    return status != null
        && status.conditions() != null
        && status.conditions().stream()
            .anyMatch(c -> c.type().equals(type.toString()) && "True".equals(c.status()));
  }

  /** Whether the stage of that condition, earlier in the flow, is ready. */
  public boolean ready(ConditionType type) {
    return settled.containsKey(type) && settled.get(type).good();
  }
}
