package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Maintains the status of a node pool, which follows the broker; Strimzi gives it no conditions.
 */
record StrimziNodePool(Cluster cluster, Brokers brokers)
    implements ObjectLoop.Work<GenericKubernetesResource> {

  @Override
  public boolean reconcile(GenericKubernetesResource pool) {
    String kafka = Strimzi.clusterOf(pool);
    if (brokers.broker(kafka).isEmpty()) {
      return false;
    }
    int replicas = pool.get("spec", "replicas") instanceof Integer count ? count : 1;
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", pool.getMetadata().getGeneration());
    status.put("replicas", replicas);
    status.put("nodeIds", IntStream.range(0, replicas).boxed().toList());
    status.put("roles", pool.get("spec", "roles") instanceof List<?> roles ? roles : List.of());
    status.put("labelSelector", "strimzi.io/cluster=" + kafka);
    cluster.writeStatus(pool, status);
    return true;
  }

  @Override
  public void remove(GenericKubernetesResource pool) {}
}
