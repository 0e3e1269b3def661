package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.cdcpipeline.operator.pipeline.StageRunner;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusCalculator;
import io.cdcpipeline.operator.status.StatusPatcher;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One pipeline after another: every stage in data-flow order, then the status, once. */
@ControllerConfiguration(
    name = Labels.FIELD_MANAGER,
    informer = @Informer,
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
public final class CdcPipelineReconciler implements Reconciler<CdcPipeline>, Cleaner<CdcPipeline> {
  private static final Duration REMOVAL_STEP = Duration.ofSeconds(3);

  private final StageRunner stages;
  private final StageContextFactory contexts;
  private final SpecDefaults defaults;
  private final StatusPatcher status;
  private final ReconcileInterval pace = new ReconcileInterval();

  public CdcPipelineReconciler(
      StageRunner stages,
      StageContextFactory contexts,
      SpecDefaults defaults,
      StatusPatcher status) {
    this.stages = stages;
    this.contexts = contexts;
    this.defaults = defaults;
    this.status = status;
  }

  @Override
  public List<EventSource<?, CdcPipeline>> prepareEventSources(
      EventSourceContext<CdcPipeline> context) {
    return List.of(contexts.wakeUps());
  }

  @Override
  public UpdateControl<CdcPipeline> reconcile(CdcPipeline pipeline, Context<CdcPipeline> context) {
    var complete = defaults.complete(pipeline);
    Map<ConditionType, StageStatus> settled = new EnumMap<>(ConditionType.class);
    stages.reconcile(contexts.of(complete, context, settled));
    var now = contexts.clock().instant();
    var after =
        StatusCalculator.status(
            pipeline.getStatus(), pipeline.getMetadata().getGeneration(), settled, now);
    boolean ready = settled.values().stream().allMatch(StageStatus::isReady);
    return status
        .patch(pipeline, after)
        .rescheduleAfter(pace.next(ResourceID.fromResource(pipeline), ready, after, now));
  }

  @Override
  public DeleteControl cleanup(CdcPipeline pipeline, Context<CdcPipeline> context) {
    status.deleting(pipeline);
    var complete = defaults.complete(pipeline);
    if (!stages.cleanup(contexts.of(complete, context, new EnumMap<>(ConditionType.class)))) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(REMOVAL_STEP);
    }
    contexts.forget(ResourceID.fromResource(pipeline));
    pace.forget(ResourceID.fromResource(pipeline));
    status.forget(pipeline);
    return DeleteControl.defaultDelete();
  }
}
