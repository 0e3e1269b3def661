package io.cdcpipeline.testkit.apiserver;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A kind that a CRD adds, and an API server serves only a moment after it has the CRD. */
public final class ServedKind {
  private ServedKind() {}

  /**
   * Waits until the kind is served.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientTimeoutException if it is not in time
   */
  public static void await(KubernetesClient client, CustomResourceDefinition crd, Duration atMost) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .waitUntilCondition(ServedKind::established, atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A CRD that was just created has a status without conditions. */
  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
