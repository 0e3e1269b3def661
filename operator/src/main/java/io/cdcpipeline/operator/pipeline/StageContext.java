package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.StageStatus;
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
 * @param earlierStages how the stages before this one stand
 */
public record StageContext(
    CdcPipeline pipeline,
    ChildResources children,
    SecretStore secrets,
    AppliedState appliedState,
    RemoteQueries.Of background,
    EventRecorder.Of events,
    Clock clock,
    Supplier<Stream<CdcPipeline>> everyPipeline,
    Map<ConditionType, StageStatus> earlierStages) {

  public ResourceNames names() {
    return ResourceNames.of(pipeline);
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
  public Optional<Condition> previousCondition(ConditionType type) {
    return CdcPipelineStatus.condition(pipeline.getStatus(), type)
        .filter(c -> pipeline.getMetadata().getGeneration().equals(c.observedGeneration()));
  }

  /** Whether the stage of that condition, earlier in the flow, is ready. */
  public boolean ready(ConditionType type) {
    return earlierStages.containsKey(type) && earlierStages.get(type).isReady();
  }
}
