package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** By which children are garbage collected with their pipeline. */
final class OwnerReferences {
  private OwnerReferences() {}

  static OwnerReference to(CdcPipeline pipeline) {
    return new OwnerReferenceBuilder()
        .withApiVersion(pipeline.getApiVersion())
        .withKind(pipeline.getKind())
        .withName(pipeline.getMetadata().getName())
        .withUid(pipeline.getMetadata().getUid())
        .withController(false)
        .withBlockOwnerDeletion(false)
        .build();
  }
}
