package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/** Strimzi's node pool: the nodes of the cluster, each controller and broker, and their volumes. */
final class KafkaNodePoolManifest {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaNodePoolManifest.class, "kafkanodepool.yaml");
  private static final String[] VOLUME = {"spec", "storage", "volumes", "0"};

  private static final String[] SPREAD = {
    "spec", "template", "pod", "topologySpreadConstraints", "0", "labelSelector"
  };

  private KafkaNodePoolManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var kafka = pipeline.getSpec().kafka().managed();
    boolean delete = pipeline.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
    return BASE.named(names, names.nodePool(), KafkaStage.COMPONENT)
        .set(names.kafka(), "metadata", "labels", KafkaStage.CLUSTER_LABEL)
        .set(kafka.replicas(), "spec", "replicas")
        .set(kafka.resources(), "spec", "resources")
        .set(Map.of("matchLabels", Map.of("strimzi.io/pool-name", names.nodePool())), SPREAD)
        .set(kafka.storage(), VOLUME[0], VOLUME[1], VOLUME[2], VOLUME[3], "size")
        .set(kafka.storageClassName(), VOLUME[0], VOLUME[1], VOLUME[2], VOLUME[3], "class")
        .set(delete, VOLUME[0], VOLUME[1], VOLUME[2], VOLUME[3], "deleteClaim")
        .build();
  }
}
