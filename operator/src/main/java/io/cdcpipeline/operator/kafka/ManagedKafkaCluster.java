package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A Kafka of the pipeline's own, run by Strimzi: brokers, topics and users. */
final class ManagedKafkaCluster {
  private static final String TOPIC_FINALIZER = "strimzi.io/topic-operator";
  private static final Duration TOPIC_OPERATOR_TIMEOUT = Duration.ofSeconds(60);

  private ManagedKafkaCluster() {}

  static StageStatus reconcile(StageContext context) {
    var names = context.names();
    var children = context.children();
    var kafka = context.spec().kafka().managed();
    var invalid = KafkaChildren.problem(kafka);
    if (invalid.isPresent()) {
      return StageStatus.of(Reason.InvalidSpec, invalid.get());
    }
    children.applyUnlessUnchanged(ComponentName.KAFKA, List.of(), () -> apply(context));
    // A permission that is revoked is named at once, not when the part is looked at.
    List.of(KafkaManifest.KIND, KafkaTopicManifest.KIND, KafkaUserManifest.KIND)
        .forEach(children::requireInformer);
    var status =
        status(
            // One by one: the first that is not ready says enough.
            List.of(
                () -> children.getOrEmpty(KafkaManifest.KIND, names.kafka()),
                () -> children.getOrEmpty(KafkaTopicManifest.KIND, names.topicObject()),
                () -> children.getOrEmpty(KafkaTopicManifest.KIND, names.deadLetterTopicObject()),
                () -> children.getOrEmpty(KafkaUserManifest.KIND, names.ticdcUser()),
                () -> children.getOrEmpty(KafkaUserManifest.KIND, names.consumerUser())));
    return PodDiagnostics.explain(
        status,
        context.namespaceReader(),
        Map.of(KafkaManifest.CLUSTER_LABEL, names.kafka()),
        // Strimzi's names, each created once those before are ready.
        "StrimziPodSet/" + names.kafka() + "-" + names.nodePool(),
        "Deployment/" + names.kafka() + "-entity-operator",
        "Deployment/" + names.kafka() + "-kafka-exporter");
  }

  private static void apply(StageContext context) {
    var children = context.children();
    var pipeline = context.pipeline();
    var names = context.names();
    // The pool first: Strimzi marks a Kafka without nodes as failed.
    children.applyRetained(KafkaNodePoolManifest.desired(pipeline));
    children.applyRetained(KafkaManifest.desired(pipeline));
    var consumerPassword = password(context, names.consumerPasswordSecret());
    String ticdcPassword = null;
    if (pipeline.getSpec().kafka().managed().tls()) {
      children.delete(ResourceKind.SECRET, names.ticdcPasswordSecret());
    } else {
      ticdcPassword = password(context, names.ticdcPasswordSecret());
    }
    children.applyRetained(KafkaTopicManifest.events(pipeline));
    children.applyRetained(KafkaTopicManifest.deadLetters(pipeline));
    // Strimzi writes a Secret of each user's name, over whatever has that name.
    children.requireNotOthers(ResourceKind.SECRET, names.ticdcUser());
    children.apply(KafkaUserManifest.ticdc(pipeline, ticdcPassword));
    children.requireNotOthers(ResourceKind.SECRET, names.consumerUser());
    children.apply(KafkaUserManifest.consumer(pipeline, consumerPassword));
  }

  /** Makes sure that the password exists; returns the checksum of its Secret. */
  private static String password(StageContext context, String secret) {
    context.secrets().generated(secret, ComponentName.KAFKA, Map.of(), false);
    return context.secrets().checksum("", List.of(secret));
  }

  private static StageStatus status(List<Supplier<GenericKubernetesResource>> parts) {
    for (var read : parts) {
      var part = read.get();
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
   * Takes a step of removing everything. Topics go before the cluster, whose topic operator has to
   * release them; the pool after it, because the cluster does not own it. Users have no finalizer
   * and are garbage collected.
   *
   * @return true once nothing is left
   */
  static boolean remove(StageContext context) {
    var names = context.names();
    return delete(
            context, KafkaTopicManifest.KIND, names.topicObject(), names.deadLetterTopicObject())
        && delete(context, KafkaManifest.KIND, names.kafka())
        && delete(context, KafkaNodePoolManifest.KIND, names.nodePool())
        && context
            .children()
            .deleteVolumeClaims(
                KafkaManifest.KIND,
                names.kafka(),
                Map.of(KafkaManifest.CLUSTER_LABEL, names.kafka()));
  }

  /** Deletes all of them at once; true once they are gone. */
  private static boolean delete(StageContext context, ResourceKind kind, String... objects) {
    boolean gone = true;
    for (var object : objects) {
      if (!context.children().delete(kind, object)) {
        release(context, kind, object);
        gone = false;
      }
    }
    return gone;
  }

  /** A topic operator that is gone, or cannot reach its brokers, would keep a topic for ever. */
  private static void release(StageContext context, ResourceKind kind, String object) {
    var now = context.clock().instant();
    context
        .children()
        .get(kind, object)
        .map(topic -> topic.getMetadata().getDeletionTimestamp())
        .filter(since -> Instant.parse(since).plus(TOPIC_OPERATOR_TIMEOUT).isBefore(now))
        .ifPresent(since -> context.children().removeFinalizer(kind, object, TOPIC_FINALIZER));
  }
}
