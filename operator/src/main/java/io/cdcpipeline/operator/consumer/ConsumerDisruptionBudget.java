package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Lets a node drain evict one consumer at a time. */
final class ConsumerDisruptionBudget {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerDisruptionBudget.class, "disruptionbudget.yaml");

  private ConsumerDisruptionBudget() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER)
        .setAll("/spec/selector/matchLabels", Labels.selector(names, ComponentName.CONSUMER))
        .build();
  }
}
