package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What the operator says about the pipeline. */
final class Conditions {
  private Conditions() {}

  /** The condition Ready, as in "Ready is False (HopStalled): ..."; read again, it may be new. */
  static String ofReady(KubernetesClient client, ResourceNames names) {
    var pipeline =
        client
            .resources(CdcPipeline.class)
            .inNamespace(names.namespace())
            .withName(names.pipeline())
            .get();
    if (pipeline == null || pipeline.getStatus() == null) {
      return "the pipeline has no status";
    }
    return pipeline.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals("Ready"))
        .map(c -> "Ready is %s (%s): %s".formatted(c.status(), c.reason(), c.message()))
        .findFirst()
        .orElse("the pipeline has no condition Ready");
  }
}
