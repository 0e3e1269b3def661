package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.child.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The consumer's own account, without a token: it never calls the Kubernetes API. */
final class ConsumerServiceAccount {
  private static final Manifest BASE =
      Manifest.load(ConsumerServiceAccount.class, "serviceaccount.yaml");

  private ConsumerServiceAccount() {}

  static GenericKubernetesResource desired(Names names) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT).build();
  }
}
