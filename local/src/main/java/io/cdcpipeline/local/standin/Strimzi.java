package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.local.kafka.KafkaAdmin;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Stands in for Strimzi's cluster, topic and user operators: a Kafka resource with its node pools
 * starts one real broker, in which topics and users are created.
 */
public final class Strimzi implements AutoCloseable {
  static final String API = "kafka.strimzi.io/v1";
  static final String CLUSTER_LABEL = "strimzi.io/cluster";

  /** STRIMZI_FULL_RECONCILIATION_INTERVAL_MS: the Secret a user names is not watched. */
  private static final Duration FULL_RECONCILIATION = Duration.ofMinutes(2);

  private final List<ObjectLoop<GenericKubernetesResource>> loops;

  private Strimzi(List<ObjectLoop<GenericKubernetesResource>> loops) {
    this.loops = loops;
  }

  public static Strimzi start(Cluster cluster, Brokers brokers) {
    return new Strimzi(
        List.of(
            watch(cluster, "Kafka", new StrimziKafka(cluster, brokers)),
            watch(cluster, "KafkaNodePool", new StrimziNodePool(cluster, brokers)),
            watch(cluster, "KafkaTopic", new StrimziTopic(cluster, brokers)),
            watch(cluster, "KafkaUser", new StrimziUser(cluster, brokers))));
  }

  private static ObjectLoop<GenericKubernetesResource> watch(
      Cluster cluster, String kind, ObjectLoop.Work<GenericKubernetesResource> work) {
    return ObjectLoop.start(
        "strimzi " + kind, cluster.all(Cluster.kind(API, kind)), work, FULL_RECONCILIATION);
  }

  /** The Kafka cluster a resource belongs to, found as Strimzi does. */
  static String clusterOf(GenericKubernetesResource object) {
    var labels = object.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(CLUSTER_LABEL, "");
  }

  /** Runs an action with an admin client of the resource's cluster. */
  static <R> R withAdmin(
      Brokers brokers, GenericKubernetesResource object, Function<KafkaAdmin, R> task) {
    try (KafkaAdmin admin = brokers.broker(clusterOf(object)).orElseThrow().admin()) {
      return task.apply(admin);
    }
  }

  @Override
  public void close() {
    loops.forEach(ObjectLoop::close);
  }
}
