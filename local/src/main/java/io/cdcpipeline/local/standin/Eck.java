package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;

/** Stands in for ECK: an Elasticsearch resource starts a real node, a Beat the shipper. */
public final class Eck implements AutoCloseable {
  private final List<ObjectLoop<GenericKubernetesResource>> loops;

  /**
   * ECK watches the Secrets of users, but the kubelet takes this long to bring them into the pod.
   */
  private static final Duration USERS_DELAY = Duration.ofSeconds(30);

  private Eck(List<ObjectLoop<GenericKubernetesResource>> loops) {
    this.loops = loops;
  }

  public static Eck start(Cluster cluster, SearchServers servers) {
    return new Eck(
        List.of(
            ObjectLoop.start(
                "eck Elasticsearch",
                cluster.all(Cluster.kind("elasticsearch.k8s.elastic.co/v1", "Elasticsearch")),
                new EckElasticsearch(cluster, servers),
                USERS_DELAY),
            ObjectLoop.start(
                "eck Beat",
                cluster.all(Cluster.kind("beat.k8s.elastic.co/v1beta1", "Beat")),
                new EckBeat(cluster, servers))));
  }

  @Override
  public void close() {
    loops.forEach(ObjectLoop::close);
  }
}
