package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The consumer itself: restricted, read-only, rolled when its configuration or secrets change. */
final class ConsumerDeployment {
  static final String CHECKSUM = "cdcpipeline.io/checksum";
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerDeployment.class, "deployment.yaml");
  private static final String[] POD = {"spec", "template", "spec"};
  private static final String[] CONTAINER = {"spec", "template", "spec", "containers", "0"};

  private ConsumerDeployment() {}

  /**
   * The Deployment.
   *
   * @param defaultImage image when the spec names none
   * @param checksum changes when configuration or secrets do
   */
  static GenericKubernetesResource desired(
      CdcPipeline pipeline, String defaultImage, String checksum) {
    var names = ResourceNames.of(pipeline);
    var consumer = pipeline.getSpec().consumer();
    var selector = Labels.selector(names, ConsumerStage.COMPONENT);
    var manifest =
        BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
            .set(consumer.replicas(), "spec", "replicas")
            .setAll(selector, "spec", "selector", "matchLabels")
            .setAll(
                Labels.of(names, ConsumerStage.COMPONENT), "spec", "template", "metadata", "labels")
            .set(checksum, "spec", "template", "metadata", "annotations", CHECKSUM)
            .set(names.consumer(), at(POD, "serviceAccountName"))
            .setAll(
                selector, at(POD, "topologySpreadConstraints", "0", "labelSelector", "matchLabels"))
            .set(consumer.image() != null ? consumer.image() : defaultImage, at(CONTAINER, "image"))
            .set(consumer.resources(), at(CONTAINER, "resources"))
            .set(ConsumerEnvironment.of(pipeline), at(CONTAINER, "env"));
    for (var mounted : ConsumerVolumes.of(pipeline)) {
      manifest
          .add(mounted.volume(), at(POD, "volumes"))
          .add(mounted.mount(), at(CONTAINER, "volumeMounts"));
    }
    return manifest.build();
  }

  private static String[] at(String[] start, String... rest) {
    var path = java.util.Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, path, start.length, rest.length);
    return path;
  }
}
