package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The consumer's own account, without a token: it never calls the Kubernetes API. */
final class ConsumerServiceAccount {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerServiceAccount.class, "serviceaccount.yaml");

  private ConsumerServiceAccount() {}

  static GenericKubernetesResource desired(ResourceNames names) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER).build();
  }
}
