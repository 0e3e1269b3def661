package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Allows no ingress but the scraping of metrics. */
final class ConsumerNetworkPolicy {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerNetworkPolicy.class, "networkpolicy.yaml");

  private ConsumerNetworkPolicy() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER)
        .setAll("/spec/podSelector/matchLabels", Labels.selector(names, ComponentName.CONSUMER))
        .build();
  }
}
