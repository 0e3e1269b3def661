package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
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
    context.children().applyUnlessUnchanged(KafkaStage.COMPONENT, List.of(), () -> apply(context));
    var children = context.children();
    var parts =
        List.of(
            children.getOrEmpty(CLUSTER, names.kafka()),
            children.getOrEmpty(KafkaTopicManifest.KIND, names.topicObject()),
            children.getOrEmpty(KafkaTopicManifest.KIND, names.deadLetterTopicObject()),
            children.getOrEmpty(KafkaUserManifest.KIND, names.ticdcUser()),
            children.getOrEmpty(KafkaUserManifest.KIND, names.consumerUser()));
    return PodDiagnostics.explain(
        status(parts), children, Map.of(KafkaStage.CLUSTER_LABEL, names.kafka()));
  }

  private static void apply(StageContext context) {
    var children = context.children();
    var pipeline = context.pipeline();
    var names = context.names();
    // Pools before the cluster: a Kafka without nodes is a failed Kafka for one pass.
    children.applyRetained(KafkaNodePoolManifest.desired(pipeline));
    children.applyRetained(KafkaManifest.desired(pipeline));
    password(context, names.consumerPasswordSecret());
    if (pipeline.getSpec().kafka().managed().tls()) {
      children.delete(ResourceKind.SECRET, names.ticdcPasswordSecret());
    } else {
      password(context, names.ticdcPasswordSecret());
    }
    children.applyRetained(KafkaTopicManifest.events(pipeline));
    children.applyRetained(KafkaTopicManifest.deadLetters(pipeline));
    children.apply(KafkaUserManifest.ticdc(pipeline));
    children.apply(KafkaUserManifest.consumer(pipeline));
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
        return StageStatus.progressing("waiting for Strimzi: " + name);
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
    return gone(
            context, KafkaTopicManifest.KIND, names.topicObject(), names.deadLetterTopicObject())
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
        .ifPresent(since -> context.children().removeFinalizer(kind, object, TOPIC_FINALIZER));
  }
}
