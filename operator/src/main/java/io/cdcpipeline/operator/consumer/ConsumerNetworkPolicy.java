package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Allows no ingress but the scraping of metrics, those of a replay included. */
final class ConsumerNetworkPolicy {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerNetworkPolicy.class, "networkpolicy.yaml");

  private ConsumerNetworkPolicy() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER)
        .set(
            "/spec/podSelector/matchLabels/" + ManifestTemplate.escape(Labels.INSTANCE),
            names.pipeline())
        .set("/spec/podSelector/matchExpressions", List.of(component()))
        .build();
  }

  private static Map<String, Object> component() {
    return Map.of(
        "key",
        Labels.COMPONENT,
        "operator",
        "In",
        "values",
        List.of(ComponentName.CONSUMER.toString(), ComponentName.REPLAY.toString()));
  }
}
