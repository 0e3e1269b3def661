package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Conditions;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one broker for a Kafka resource, whatever its node pools ask for, on the listener without
 * TLS.
 */
record StrimziKafka(Cluster cluster, Brokers brokers)
    implements ObjectLoop.Work<GenericKubernetesResource> {

  @Override
  public boolean reconcile(GenericKubernetesResource kafka) {
    String name = kafka.getMetadata().getName();
    Optional<Map<?, ?>> listener = plainListener(kafka);
    if (listener.isEmpty()) {
      notReady(
          kafka,
          "InvalidResourceException",
          "the stand-in does not support listeners with TLS: use one without");
      return true;
    }
    if (!hasNodePool(name)) {
      notReady(
          kafka,
          "InvalidConfigurationException",
          "No KafkaNodePools found for Kafka cluster " + name);
      return false;
    }
    int port = ((Number) listener.get().get("port")).intValue();
    boolean scram = listener.get().get("authentication") != null;
    cluster.applyService(kafka, name + "-kafka-bootstrap", Brokers.labels(name), port);
    if (brokers.broker(name).isEmpty()) {
      notReady(kafka, "Creating", "Kafka cluster is being deployed");
    }
    brokers.start(name, port, scram);
    cluster.writeStatus(kafka, ready(kafka, listener.get().get("name").toString(), port));
    return true;
  }

  private static Optional<Map<?, ?>> plainListener(GenericKubernetesResource kafka) {
    if (kafka.get("spec", "kafka", "listeners") instanceof List<?> listeners) {
      for (Object listener : listeners) {
        if (listener instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("tls"))) {
          return Optional.of(map);
        }
      }
    }
    return Optional.empty();
  }

  private boolean hasNodePool(String name) {
    return !cluster
        .client()
        .genericKubernetesResources(Cluster.kind(Strimzi.API, "KafkaNodePool"))
        .inNamespace(cluster.namespace())
        .withLabel(Strimzi.CLUSTER_LABEL, name)
        .list()
        .getItems()
        .isEmpty();
  }

  private void notReady(GenericKubernetesResource kafka, String reason, String message) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("conditions", new Conditions(kafka).add("NotReady", true, reason, message).list());
    status.put("observedGeneration", kafka.getMetadata().getGeneration());
    cluster.writeStatus(kafka, status);
  }

  private Map<String, Object> ready(GenericKubernetesResource kafka, String listener, int port) {
    String host =
        kafka.getMetadata().getName() + "-kafka-bootstrap." + cluster.namespace() + ".svc";
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("conditions", new Conditions(kafka).add("Ready", true, "", "").list());
    status.put("observedGeneration", kafka.getMetadata().getGeneration());
    status.put(
        "listeners",
        List.of(
            Map.of(
                "name",
                listener,
                "bootstrapServers",
                host + ":" + port,
                "addresses",
                List.of(Map.of("host", host, "port", port)))));
    Object version = kafka.get("spec", "kafka", "version");
    status.put("kafkaVersion", version == null ? "4.3.1" : version);
    return status;
  }

  @Override
  public void remove(GenericKubernetesResource kafka) {
    brokers.stop(kafka.getMetadata().getName());
  }
}
