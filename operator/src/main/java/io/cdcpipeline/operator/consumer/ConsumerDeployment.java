package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/**
 * The consumer itself: restricted, read-only, rolled out when its configuration or secrets change.
 */
final class ConsumerDeployment {
  static final String SETTINGS = "cdcpipeline.io/checksum";
  static final String CREDENTIALS = "cdcpipeline.io/credentials";
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerDeployment.class, "deployment.yaml");

  private ConsumerDeployment() {}

  /**
   * The Deployment.
   *
   * @param defaultImage the image if the spec names none
   * @param checksums annotations of the pods, which change when configuration or secrets do
   */
  static GenericKubernetesResource desired(
      CdcPipeline pipeline, String defaultImage, Map<String, String> checksums) {
    var names = ResourceNames.of(pipeline);
    var consumer = pipeline.getSpec().consumer();
    var selector = Labels.selector(names, ComponentName.CONSUMER);
    var manifest =
        BASE.named(names, names.consumer(), ComponentName.CONSUMER)
            .set("/spec/replicas", consumer.replicas())
            .setAll("/spec/selector/matchLabels", selector);
    new ConsumerPod(pipeline, defaultImage, ComponentName.CONSUMER)
        .in(
            manifest,
            ConsumerMemory.of(pipeline.getSpec()).resources(consumer.resources()),
            ConsumerEnvironment.of(pipeline))
        .setAll("/spec/template/metadata/annotations", checksums)
        .setAll(
            ConsumerPod.SPEC + "/topologySpreadConstraints/0/labelSelector/matchLabels", selector);
    return ConsumerPod.PLACES.write(manifest, consumer.template(), selector).build();
  }
}
