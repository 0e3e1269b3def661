package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Lets nothing in but the scraping of metrics. */
final class ConsumerNetworkPolicy {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerNetworkPolicy.class, "networkpolicy.yaml");

  private ConsumerNetworkPolicy() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .setAll(
            Labels.selector(names, ConsumerStage.COMPONENT), "spec", "podSelector", "matchLabels")
        .build();
  }
}
