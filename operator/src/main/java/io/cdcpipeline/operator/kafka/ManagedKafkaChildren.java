package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.child.ResourceKind;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The children of a Kafka that belongs to the pipeline. */
final class ManagedKafkaChildren {
  private static final String API = "kafka.strimzi.io/v1";

  private ManagedKafkaChildren() {}

  static StageStatus reconcile(StageContext context) {
    var pipeline = context.pipeline();
    var names = context.names();
    // Pools before the cluster: a Kafka without nodes is a failed Kafka for one pass.
    context.children().applyRetained(KafkaNodePool.desired(pipeline));
    var cluster = context.children().applyRetained(KafkaCluster.desired(pipeline));
    password(context, names.consumerPasswordSecret());
    if (!pipeline.getSpec().kafka().managed().tls()) {
      password(context, names.ticdcPasswordSecret());
    }
    var parts =
        List.of(
            cluster,
            context.children().applyRetained(KafkaTopic.events(pipeline)),
            context.children().applyRetained(KafkaTopic.deadLetters(pipeline)),
            context.children().apply(KafkaUser.ticdc(pipeline)),
            context.children().apply(KafkaUser.consumer(pipeline)));
    return status(parts);
  }

  private static void password(StageContext context, String secret) {
    context.secrets().generated(secret, KafkaStage.COMPONENT, Map.of(), false);
  }

  private static StageStatus status(List<GenericKubernetesResource> parts) {
    for (var part : parts) {
      var status = StrimziStatus.of(part);
      var name = part.getKind() + " " + part.getMetadata().getName();
      if (status.failure() != null) {
        return StageStatus.of(Reason.ChildFailed, name + ": " + status.failure());
      }
      if (!status.ready()) {
        return StageStatus.progressing("Strimzi brings up " + name);
      }
    }
    return StageStatus.ready("brokers, topics and users are ready");
  }

  /**
   * Removes everything, topics before the cluster, whose operator would have to let them go.
   *
   * @return true once nothing is left
   */
  static boolean remove(StageContext context) {
    var names = context.names();
    return gone(context, "KafkaTopic", names.topicObject(), names.deadLetterTopicObject())
        && gone(context, "Kafka", names.kafka())
        && gone(context, "KafkaNodePool", names.nodePool());
  }

  /** Deletes all of them at once, and says whether they are gone. */
  private static boolean gone(StageContext context, String kind, String... objects) {
    return Arrays.stream(objects)
            .filter(object -> !context.children().delete(ResourceKind.of(API, kind), object))
            .count()
        == 0;
  }
}
