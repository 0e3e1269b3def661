package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.child.Manifest;
import io.cdcpipeline.operator.child.ResourceKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Strimzi's topics: the one of the changes, and the one of records that nobody could decode. */
final class KafkaTopic {
  static final ResourceKind KIND = ResourceKind.of("kafka.strimzi.io/v1", "KafkaTopic");
  private static final Manifest BASE = Manifest.load(KafkaTopic.class, "kafkatopic.yaml");

  private KafkaTopic() {}

  static GenericKubernetesResource events(CdcPipeline pipeline) {
    var topic = TopicWish.events(pipeline);
    return desired(pipeline, Names.of(pipeline).topicObject(), topic);
  }

  static GenericKubernetesResource deadLetters(CdcPipeline pipeline) {
    var topic = TopicWish.deadLetters(pipeline);
    return desired(pipeline, Names.of(pipeline).deadLetterTopicObject(), topic);
  }

  private static GenericKubernetesResource desired(
      CdcPipeline pipeline, String object, TopicWish topic) {
    var names = Names.of(pipeline);
    return BASE.named(names, object, KafkaStage.COMPONENT)
        .set(names.kafka(), "metadata", "labels", KafkaStage.CLUSTER_LABEL)
        .set(topic.name(), "spec", "topicName")
        .set(topic.partitions(), "spec", "partitions")
        .set(topic.replicas(), "spec", "replicas")
        .set(topic.config(), "spec", "config")
        .build();
  }
}
