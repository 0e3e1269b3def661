package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Resources;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodRules;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.Map;

/**
 * What the pods of the Deployment and of a replay's Job have in common.
 *
 * @param defaultImage the image if the spec names none
 */
record ConsumerPod(CdcPipeline pipeline, String defaultImage, ComponentName component) {
  static final String SPEC = "/spec/template/spec";
  private static final String CONTAINER = SPEC + "/containers/0";
  private static final String METADATA = "/spec/template/metadata";
  private static final String LABELS = METADATA + "/labels";

  /** Where a template's settings go. */
  static final PodPlaces PLACES =
      PodPlaces.none()
          .metadata(METADATA)
          .pod(SPEC)
          .container(CONTAINER)
          .with(PodSetting.STARTUP_PROBE, CONTAINER + "/startupProbe")
          .with(PodSetting.LIVENESS_PROBE, CONTAINER + "/livenessProbe")
          .with(PodSetting.READINESS_PROBE, CONTAINER + "/readinessProbe");

  static final PodRules RULES =
      PodRules.of("spec.consumer.template").owningVariables(ConsumerEnvironment.OWNED);

  /** Fills in the pod template of a manifest. */
  ManifestTemplate in(
      ManifestTemplate manifest, Resources resources, List<Map<String, Object>> environment) {
    var names = ResourceNames.of(pipeline);
    var image = pipeline.getSpec().consumer().image();
    manifest
        .setAll(LABELS, Labels.of(names, component))
        .setAll(LABELS, Labels.selector(names, component))
        .set(SPEC + "/serviceAccountName", names.consumer())
        .set(CONTAINER + "/image", image != null ? image : defaultImage)
        .set(CONTAINER + "/resources", resources)
        .set(CONTAINER + "/env", environment);
    for (var mounted : ConsumerVolumes.of(pipeline)) {
      manifest
          .add(SPEC + "/volumes", mounted.volume())
          .add(CONTAINER + "/volumeMounts", mounted.mount());
    }
    return manifest;
  }
}
