package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.Labels;
import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.child.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The Service through which Prometheus finds the consumers. */
final class ConsumerService {
  private static final Manifest BASE = Manifest.load(ConsumerService.class, "service.yaml");

  private ConsumerService() {}

  static GenericKubernetesResource desired(Names names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .setAll(Labels.selector(names, ConsumerStage.COMPONENT), "spec", "selector")
        .build();
  }
}
