package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Holds back the events of {@link NewPipelines} until their turn. Before their finalizers: the SDK
 * writes that of a pipeline before it calls the reconciler, so the change of another one would wait
 * in its queue behind the finalizers of all.
 */
final class NewPipelineEvents extends AbstractEventSource<Void, CdcPipeline>
    implements ResourceEventAware<CdcPipeline> {
  /** Fewer than {@link OperatorWiring} has threads, so that one is left for all others. */
  private static final int NEW_AT_A_TIME = OperatorWiring.RECONCILE_THREADS - 1;

  /** Several times what a first reconcile takes on a busy machine. */
  private static final int LONGEST_SECONDS = 3;

  private final NewPipelines newPipelines =
      new NewPipelines(
          NEW_AT_A_TIME,
          this::added,
          CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS, Runnable::run));

  NewPipelineEvents() {
    super(Void.class, "new-pipelines");
  }

  /** Lets only those events of pipelines pass whose turn it is. */
  void filter(ControllerConfigurationOverrider<CdcPipeline> overrides) {
    overrides
        .withOnAddFilter(pipeline -> !isNew(pipeline) || newPipelines.admit(id(pipeline)))
        .withOnUpdateFilter(
            (pipeline, before) ->
                pipeline.isMarkedForDeletion() || !newPipelines.isWaiting(id(pipeline)));
  }

  /** One that is deleted needs no turn. */
  private static boolean isNew(CdcPipeline pipeline) {
    return StageContextFactory.isNew(pipeline) && !pipeline.isMarkedForDeletion();
  }

  private static ResourceID id(CdcPipeline pipeline) {
    return ResourceID.fromResource(pipeline);
  }

  /** Any other event of a pipeline whose own was held back would be dropped: it is not known. */
  private void added(ResourceID pipeline) {
    getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, pipeline, null));
  }

  void done(ResourceID pipeline) {
    newPipelines.done(pipeline);
  }

  @Override
  public void onResourceDeleted(CdcPipeline pipeline) {
    newPipelines.done(id(pipeline));
  }

  @Override
  public Set<Void> getSecondaryResources(CdcPipeline pipeline) {
    return Set.of();
  }
}
