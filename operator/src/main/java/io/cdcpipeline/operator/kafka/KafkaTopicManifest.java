package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/** Strimzi's topics: one for the events, and one for records that cannot be decoded. */
final class KafkaTopicManifest {
  static final ResourceKind KIND = ResourceKind.of("kafka.strimzi.io/v1", "KafkaTopic");
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaTopicManifest.class, "kafkatopic.yaml");

  private KafkaTopicManifest() {}

  static GenericKubernetesResource events(CdcPipeline pipeline) {
    var topic = DesiredTopic.events(pipeline);
    return desired(pipeline, ResourceNames.of(pipeline).topicObject(), topic);
  }

  static GenericKubernetesResource deadLetters(CdcPipeline pipeline) {
    var topic = DesiredTopic.deadLetters(pipeline);
    return desired(pipeline, ResourceNames.of(pipeline).deadLetterTopicObject(), topic);
  }

  private static GenericKubernetesResource desired(
      CdcPipeline pipeline, String object, DesiredTopic topic) {
    var names = ResourceNames.of(pipeline);
    return BASE.named(names, object, ComponentName.KAFKA)
        .setAll("/metadata/labels", Map.of(KafkaManifest.CLUSTER_LABEL, names.kafka()))
        .set("/spec/topicName", topic.name())
        .set("/spec/partitions", topic.partitions())
        .set("/spec/replicas", topic.replicas())
        .set("/spec/config", topic.config())
        .build();
  }
}
