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

  /** Fewer than {@link OperatorWiring} has threads, so that one is left for all others. */
  private static final int NEW_AT_A_TIME = OperatorWiring.RECONCILE_THREADS - 1;

  /** A new pipeline is told when its turn has come; this is in case that is lost. */
  private static final Duration TURN_COMES_WITHIN = Duration.ofMinutes(2);

  private final StageRunner stages;
  private final StageContextFactory contexts;
  private final SpecDefaults defaults;
  private final StatusPatcher status;
  private final HopTracker hops = new HopTracker();
  private final ReconcileInterval interval = new ReconcileInterval();
  private final NewPipelines newPipelines;

  public CdcPipelineReconciler(
      StageRunner stages,
      StageContextFactory contexts,
      SpecDefaults defaults,
      StatusPatcher status) {
    this.stages = stages;
    this.contexts = contexts;
    this.defaults = defaults;
    this.status = status;
    this.newPipelines = new NewPipelines(NEW_AT_A_TIME, contexts.answers()::propagateEvent);
  }

  @Override
  public List<EventSource<?, CdcPipeline>> prepareEventSources(
      EventSourceContext<CdcPipeline> context) {
    return List.of(contexts.answers());
  }

  @Override
  public UpdateControl<CdcPipeline> reconcile(CdcPipeline pipeline, Context<CdcPipeline> context) {
    var id = ResourceID.fromResource(pipeline);
    if (StageContextFactory.isNew(pipeline) && !newPipelines.admit(id)) {
      return UpdateControl.<CdcPipeline>noUpdate().rescheduleAfter(TURN_COMES_WITHIN);
    }
    try {
      return reconcileStages(pipeline, context);
    } finally {
      newPipelines.done(id);
    }
  }

  private UpdateControl<CdcPipeline> reconcileStages(
      CdcPipeline pipeline, Context<CdcPipeline> context) {
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
    newPipelines.done(id);
    status.forget(pipeline);
    return DeleteControl.defaultDelete();
  }
}
