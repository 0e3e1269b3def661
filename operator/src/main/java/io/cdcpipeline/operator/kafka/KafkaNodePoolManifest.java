package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/** Strimzi's node pool: nodes that are both controller and broker, and their volumes. */
final class KafkaNodePoolManifest {
  static final ResourceKind KIND = ResourceKind.of("kafka.strimzi.io/v1", "KafkaNodePool");
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaNodePoolManifest.class, "kafkanodepool.yaml");
  private static final String VOLUME = "/spec/storage/volumes/0";

  private KafkaNodePoolManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var kafka = pipeline.getSpec().kafka().managed();
    boolean delete = pipeline.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
    var pool =
        BASE.named(names, names.nodePool(), ComponentName.KAFKA)
            .setAll("/metadata/labels", Map.of(KafkaManifest.CLUSTER_LABEL, names.kafka()))
            .set("/spec/replicas", kafka.replicas())
            .set("/spec/resources", kafka.resources())
            .set(
                "/spec/template/pod/topologySpreadConstraints/0/labelSelector",
                Map.of("matchLabels", Map.of("strimzi.io/pool-name", names.nodePool())))
            .set(VOLUME + "/size", kafka.storage())
            .set(VOLUME + "/class", kafka.storageClassName())
            .set(VOLUME + "/deleteClaim", delete);
    return KafkaPods.pool(pool, names, kafka).build();
  }
}
