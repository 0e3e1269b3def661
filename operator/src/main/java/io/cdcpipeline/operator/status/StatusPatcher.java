package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status only when it changed. Each changed condition becomes a log line, and an event if
 * it says more than Ready does.
 */
public final class StatusPatcher {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPatcher.class);
  private final KubernetesClient client;
  private final EventRecorder events;
  private final PipelineMetrics metrics;

  public StatusPatcher(KubernetesClient client, EventRecorder events, PipelineMetrics metrics) {
    this.client = client;
    this.events = events;
    this.metrics = metrics;
  }

  /** The patch that brings the status up to date, or none when it already is. */
  public UpdateControl<CdcPipeline> patch(CdcPipeline pipeline, CdcPipelineStatus after) {
    metrics.update(ResourceNames.of(pipeline), after);
    if (after.equals(pipeline.getStatus())) {
      return UpdateControl.noUpdate();
    }
    var changes = new ConditionChanges(pipeline.getStatus(), after);
    changes.events().forEach(condition -> publish(pipeline, condition));
    changes.all().forEach(condition -> log(pipeline, condition));
    return UpdateControl.patchStatus(withStatus(pipeline, after));
  }

  /** Shows the phase Deleting. Patched at once: the pipeline may be gone after this reconcile. */
  public void deleting(CdcPipeline pipeline) {
    var before = pipeline.getStatus();
    if (before == null || before.phase() == Phase.DELETING) {
      return;
    }
    var after =
        new CdcPipelineStatus(
            pipeline.getMetadata().getGeneration(),
            Phase.DELETING,
            before.conditions(),
            before.lagSeconds(),
            before.hops(),
            before.audit(),
            before.changefeed(),
            before.consumer(),
            before.endpoints(),
            before.secrets(),
            before.replay());
    client
        .resource(withStatus(pipeline, after))
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Labels.FIELD_MANAGER)
                .withForce(true)
                .build());
    events.forPipeline(pipeline).publish(Reason.Deleting, "removing the pipeline");
  }

  public void forget(CdcPipeline pipeline) {
    metrics.forget(ResourceNames.of(pipeline));
  }

  private void publish(CdcPipeline pipeline, Condition condition) {
    var reason = Reason.valueOf(condition.reason());
    events.forPipeline(pipeline).publish(reason, ConditionChanges.text(condition));
  }

  private static void log(CdcPipeline pipeline, Condition condition) {
    LOG.atInfo()
        .addKeyValue("namespace", pipeline.getMetadata().getNamespace())
        .addKeyValue("name", pipeline.getMetadata().getName())
        .addKeyValue("condition", condition.type())
        .addKeyValue("status", condition.status())
        .addKeyValue("reason", condition.reason())
        .addKeyValue("message", condition.message())
        .log("condition changed");
  }

  private static CdcPipeline withStatus(CdcPipeline pipeline, CdcPipelineStatus status) {
    var patch = new CdcPipeline();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(pipeline.getMetadata().getName())
            .withNamespace(pipeline.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
