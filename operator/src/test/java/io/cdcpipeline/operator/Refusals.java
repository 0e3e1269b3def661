package io.cdcpipeline.operator;

import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Instant;

/** Plays a controller whose pods a ResourceQuota, a LimitRange or Pod Security refuses. */
public final class Refusals {
  private Refusals() {}

  /** Its event about a workload in namespace shop, of five seconds ago. */
  public static void event(OperatorFixture operator, String kind, String name, String message) {
    operator
        .client()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName(name + ".1")
                .withNamespace("shop")
                .endMetadata()
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .withNamespace("shop")
                .endInvolvedObject()
                .withReason("FailedCreate")
                .withType("Warning")
                .withMessage(message)
                .withLastTimestamp(Instant.now().minusSeconds(5).toString())
                .build())
        .create();
  }
}
