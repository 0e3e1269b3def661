package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Lets a node drain take one consumer at a time. */
final class ConsumerDisruptionBudget {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerDisruptionBudget.class, "disruptionbudget.yaml");

  private ConsumerDisruptionBudget() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .setAll(Labels.selector(names, ConsumerStage.COMPONENT), "spec", "selector", "matchLabels")
        .build();
  }
}
