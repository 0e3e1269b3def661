package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.child.PodTrouble;
import io.cdcpipeline.operator.child.ResourceKind;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The children of a Kafka that belongs to the pipeline. */
final class ManagedKafkaChildren {
  private static final ResourceKind CLUSTER = ResourceKind.of("kafka.strimzi.io/v1", "Kafka");
  private static final ResourceKind POOL = ResourceKind.of("kafka.strimzi.io/v1", "KafkaNodePool");
  private static final String TOPIC_FINALIZER = "strimzi.io/topic-operator";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ManagedKafkaChildren() {}

  static StageStatus reconcile(StageContext context) {
    var names = context.names();
    context.children().unlessSettled(KafkaStage.COMPONENT, List.of(), () -> apply(context));
    var children = context.children();
    var parts =
        List.of(
            children.live(CLUSTER, names.kafka()),
            children.live(KafkaTopic.KIND, names.topicObject()),
            children.live(KafkaTopic.KIND, names.deadLetterTopicObject()),
            children.live(KafkaUser.KIND, names.ticdcUser()),
            children.live(KafkaUser.KIND, names.consumerUser()));
    return PodTrouble.explain(
        status(parts), children, Map.of(KafkaStage.CLUSTER_LABEL, names.kafka()));
  }

  private static void apply(StageContext context) {
    var children = context.children();
    var pipeline = context.pipeline();
    var names = context.names();
    // Pools before the cluster: a Kafka without nodes is a failed Kafka for one pass.
    children.applyRetained(KafkaNodePool.desired(pipeline));
    children.applyRetained(KafkaCluster.desired(pipeline));
    password(context, names.consumerPasswordSecret());
    if (pipeline.getSpec().kafka().managed().tls()) {
      children.delete(ResourceKind.SECRET, names.ticdcPasswordSecret());
    } else {
      password(context, names.ticdcPasswordSecret());
    }
    children.applyRetained(KafkaTopic.events(pipeline));
    children.applyRetained(KafkaTopic.deadLetters(pipeline));
    children.apply(KafkaUser.ticdc(pipeline));
    children.apply(KafkaUser.consumer(pipeline));
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
   * Removes everything, topics before the cluster, whose operator would have to let them go; users
   * have no finalizer and are garbage collected. Pools are not owned by the cluster.
   *
   * @return true once nothing is left
   */
  static boolean remove(StageContext context) {
    var names = context.names();
    return gone(context, KafkaTopic.KIND, names.topicObject(), names.deadLetterTopicObject())
        && gone(context, CLUSTER, names.kafka())
        && gone(context, POOL, names.nodePool())
        && context.children().deleteVolumes(Map.of(KafkaStage.CLUSTER_LABEL, names.kafka()));
  }

  /** Deletes all of them at once, and says whether they are gone. */
  private static boolean gone(StageContext context, ResourceKind kind, String... objects) {
    boolean all = true;
    for (var object : objects) {
      if (!context.children().delete(kind, object)) {
        release(context, kind, object);
        all = false;
      }
    }
    return all;
  }

  /** A topic operator that is gone, or cannot reach its brokers, would hold a topic for ever. */
  private static void release(StageContext context, ResourceKind kind, String object) {
    context
        .children()
        .get(kind, object)
        .map(topic -> topic.getMetadata().getDeletionTimestamp())
        .filter(since -> Instant.parse(since).plus(PATIENCE).isBefore(context.clock().instant()))
        .ifPresent(since -> context.children().release(kind, object, TOPIC_FINALIZER));
  }
}
