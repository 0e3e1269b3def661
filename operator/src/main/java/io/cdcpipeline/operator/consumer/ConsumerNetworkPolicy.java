package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.Labels;
import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.child.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Lets nothing in but the scraping of metrics. */
final class ConsumerNetworkPolicy {
  private static final Manifest BASE =
      Manifest.load(ConsumerNetworkPolicy.class, "networkpolicy.yaml");

  private ConsumerNetworkPolicy() {}

  static GenericKubernetesResource desired(Names names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .setAll(
            Labels.selector(names, ConsumerStage.COMPONENT), "spec", "podSelector", "matchLabels")
        .build();
  }
}
