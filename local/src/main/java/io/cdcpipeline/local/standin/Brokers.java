package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Pod;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.kafka.KafkaListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Kafka processes, by name of the Kafka resource. */
public final class Brokers {
  private final Cluster cluster;
  private final Map<String, KafkaBroker> brokers = new ConcurrentHashMap<>();

  public Brokers(Cluster cluster) {
    this.cluster = cluster;
  }

  public Optional<KafkaBroker> broker(String name) {
    return Optional.ofNullable(brokers.get(name));
  }

  /**
   * It advertises its IP address, because clients outside the JVMs with our hosts file connect too.
   */
  KafkaBroker start(String name, int port, boolean scram) {
    return brokers.computeIfAbsent(
        name,
        n -> {
          var endpoint = cluster.addresses().next(port, "Kafka");
          var listener = new KafkaListener(endpoint, endpoint.host(), scram);
          var directory = cluster.directory().resolve("kafka-" + n);
          KafkaBroker broker = KafkaBroker.start(cluster.children(), directory, listener);
          cluster.supervisor().watch("Kafka " + n, broker);
          cluster.addPod(new Pod(n + "-kafka-0", labels(n), endpoint.host()));
          return broker;
        });
  }

  static Map<String, String> labels(String name) {
    return Map.of("strimzi.io/cluster", name, "strimzi.io/name", name + "-kafka");
  }

  void stop(String name) {
    KafkaBroker broker = brokers.remove(name);
    if (broker != null) {
      broker.stop();
      cluster.removePod(name + "-kafka-0");
    }
  }
}
