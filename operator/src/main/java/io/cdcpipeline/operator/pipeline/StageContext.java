package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.NamespaceReader;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a stage may use during one reconcile of one pipeline. It must not reach a background thread;
 * of its parts, {@link #appliedState}, {@link #events}, {@link #clock}, {@link #namespaceReader}
 * and the secrets' {@code background()} may.
 *
 * @param guard decides about addresses that the spec names; for any thread
 * @param pipeline the pipeline with every default filled in
 * @param clusterId of this cluster; throws a StageException while it cannot be read
 * @param allPipelines every pipeline this operator watches, with the API server's defaults
 * @param earlierStages the statuses of the stages before this one
 */
public record StageContext(
    CdcPipeline pipeline,
    ChildResources children,
    NamespaceReader namespaceReader,
    SecretStore secrets,
    AppliedState appliedState,
    RemoteQueries.ForPipeline background,
    EventRecorder.ForPipeline events,
    Clock clock,
    ConnectionGuard guard,
    PlatformNamespaces platform,
    Supplier<String> clusterId,
    Supplier<Stream<CdcPipeline>> allPipelines,
    Map<ConditionType, StageStatus> earlierStages) {

  /** For one remote system: what this operator created itself is not checked. */
  public ConnectionGuard guard(boolean own) {
    return own ? ConnectionGuard.OPEN : guard;
  }

  /** The same context for the next stage. */
  StageContext withEarlierStages(Map<ConditionType, StageStatus> statuses) {
    return new StageContext(
        pipeline,
        children,
        namespaceReader,
        secrets,
        appliedState,
        background,
        events,
        clock,
        guard,
        platform,
        clusterId,
        allPipelines,
        Collections.unmodifiableMap(statuses));
  }

  /** Also makes sure that its informer runs, which only a reconcile can start. */
  @Override
  public AppliedState appliedState() {
    children.requireInformer(ResourceKind.CONFIG_MAP);
    return appliedState;
  }

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

  /** That condition after the last reconcile, if it had that reason. */
  public Optional<Condition> reported(ConditionType type, Reason reason) {
    return CdcPipelineStatus.condition(pipeline.getStatus(), type)
        .filter(c -> c.reason().equals(reason.name()));
  }

  /** The condition of the last reconcile, if it was about the current generation of the spec. */
  public Optional<Condition> previousCondition(ConditionType type) {
    return CdcPipelineStatus.condition(pipeline.getStatus(), type)
        .filter(c -> pipeline.getMetadata().getGeneration().equals(c.observedGeneration()));
  }

  /** Whether the stage with that condition, earlier in the flow, is ready. */
  public boolean ready(ConditionType type) {
    return earlierStages.containsKey(type) && earlierStages.get(type).isReady();
  }
}
