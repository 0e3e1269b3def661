package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Pod;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.shipper.ShipperProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The processes of Elasticsearch and the shippers, each by the name of its resource. */
public final class SearchServers {
  private static final int HTTP_PORT = 9200;

  private final Cluster cluster;
  private final Map<String, Elasticsearch> nodes = new ConcurrentHashMap<>();
  private final Map<String, ShipperProcess> shippers = new ConcurrentHashMap<>();

  public SearchServers(Cluster cluster) {
    this.cluster = cluster;
  }

  public Optional<Elasticsearch> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  public Optional<ShipperProcess> shipper(String beat) {
    return Optional.ofNullable(shippers.get(beat));
  }

  void started(String beat, ShipperProcess shipper) {
    shippers.put(beat, shipper);
  }

  Elasticsearch start(String name) {
    return nodes.computeIfAbsent(
        name,
        n -> {
          var endpoint = cluster.addresses().next(HTTP_PORT, "Elasticsearch");
          String service = n + "-es-http";
          String inNamespace = service + "." + cluster.namespace();
          Elasticsearch node =
              Elasticsearch.start(
                  cluster.children(),
                  Installation.current().elasticsearch(),
                  cluster.directory().resolve("elasticsearch-" + n),
                  endpoint,
                  List.of(inNamespace + ".svc", inNamespace, service, endpoint.host()));
          cluster.supervisor().watch("Elasticsearch " + n, node);
          cluster.addPod(new Pod(n + "-es-default-0", labels(n), endpoint.host()));
          return node;
        });
  }

  static Map<String, String> labels(String name) {
    return Map.of(
        "common.k8s.elastic.co/type",
        "elasticsearch",
        "elasticsearch.k8s.elastic.co/cluster-name",
        name);
  }

  void stop(String name) {
    Elasticsearch node = nodes.remove(name);
    if (node != null) {
      node.stop();
      cluster.removePod(name + "-es-default-0");
    }
  }
}
