package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.cdcpipeline.operator.pipeline.StageRunner;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.HopTracker;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusCalculator;
import io.cdcpipeline.operator.status.StatusPatcher;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reconciles a pipeline: every stage in data-flow order, then its status, once. */
@ControllerConfiguration(
    name = Labels.FIELD_MANAGER,
    informer = @Informer,
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
public final class CdcPipelineReconciler implements Reconciler<CdcPipeline>, Cleaner<CdcPipeline> {
  private static final Duration CLEANUP_INTERVAL = Duration.ofSeconds(3);

  private final StageRunner stages;
  private final StageContextFactory contexts;
  private final SpecDefaults defaults;
  private final StatusPatcher status;
  private final HopTracker hops = new HopTracker();
  private final ReconcileInterval interval = new ReconcileInterval();
  private final NewPipelineEvents newPipelines = new NewPipelineEvents();

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

  /** Makes new pipelines take turns; for those who register the reconciler. */
  void configure(ControllerConfigurationOverrider<CdcPipeline> overrides) {
    newPipelines.filter(overrides);
  }

  @Override
  public List<EventSource<?, CdcPipeline>> prepareEventSources(
      EventSourceContext<CdcPipeline> context) {
    return List.of(contexts.answers(), newPipelines);
  }

  @Override
  public UpdateControl<CdcPipeline> reconcile(CdcPipeline pipeline, Context<CdcPipeline> context) {
    var found = stages.reconcile(contexts.create(defaults.complete(pipeline), context));
    var now = contexts.clock().instant();
    var before = pipeline.getStatus();
    var changefeed = found.get(ConditionType.CHANGEFEED);
    boolean undecided = changefeed != null && changefeed.provisional();
    var report =
        hops.track(ResourceNames.of(pipeline), StageStatus.hops(found), before, undecided, now);
    var after =
        StatusCalculator.status(before, pipeline.getMetadata().getGeneration(), found, report, now);
    boolean ready = found.values().stream().allMatch(StageStatus::isReady);
    var id = ResourceID.fromResource(pipeline);
    newPipelines.done(id); // not after a failure: the next one would fail as well
    return status
        .patch(pipeline, after)
        .rescheduleAfter(interval.next(id, ready, contexts.urgency(id), after, now));
  }

  @Override
  public DeleteControl cleanup(CdcPipeline pipeline, Context<CdcPipeline> context) {
    status.deleting(pipeline);
    if (!stages.cleanup(contexts.create(defaults.complete(pipeline), context))) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(CLEANUP_INTERVAL);
    }
    var id = ResourceID.fromResource(pipeline);
    contexts.forget(id);
    interval.forget(id);
    hops.forget(ResourceNames.of(pipeline));
    status.forget(pipeline);
    return DeleteControl.defaultDelete();
  }
}
