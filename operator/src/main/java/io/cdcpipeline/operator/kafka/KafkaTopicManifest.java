package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Strimzi's topics: the one of the changes, and the one of records that nobody could decode. */
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
    return BASE.named(names, object, KafkaStage.COMPONENT)
        .set(names.kafka(), "metadata", "labels", KafkaStage.CLUSTER_LABEL)
        .set(topic.name(), "spec", "topicName")
        .set(topic.partitions(), "spec", "partitions")
        .set(topic.replicas(), "spec", "replicas")
        .set(topic.config(), "spec", "config")
        .build();
  }
}
