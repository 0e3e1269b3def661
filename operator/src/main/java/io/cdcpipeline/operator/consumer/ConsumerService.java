package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The Service through which Prometheus finds the consumers. */
final class ConsumerService {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerService.class, "service.yaml");

  private ConsumerService() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER)
        .setAll("/spec/selector", Labels.selector(names, ComponentName.CONSUMER))
        .build();
  }
}
