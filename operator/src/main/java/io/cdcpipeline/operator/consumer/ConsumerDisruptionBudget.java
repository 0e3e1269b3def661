package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.Labels;
import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.child.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Lets a node drain take one consumer at a time. */
final class ConsumerDisruptionBudget {
  private static final Manifest BASE =
      Manifest.load(ConsumerDisruptionBudget.class, "disruptionbudget.yaml");

  private ConsumerDisruptionBudget() {}

  static GenericKubernetesResource desired(Names names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .setAll(Labels.selector(names, ConsumerStage.COMPONENT), "spec", "selector", "matchLabels")
        .build();
  }
}
