package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Conditions;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.local.kafka.KafkaAdminException;
import io.cdcpipeline.local.kafka.TopicSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Applies a KafkaTopic in the broker, with its partitions and configuration. */
record StrimziTopic(Cluster cluster, Brokers brokers)
    implements ObjectLoop.Work<GenericKubernetesResource> {

  @Override
  public boolean reconcile(GenericKubernetesResource topic) {
    if (brokers.broker(Strimzi.clusterOf(topic)).isEmpty()) {
      return Strimzi.clusterOf(topic).isEmpty();
    }
    Conditions conditions = new Conditions(topic);
    boolean made = false;
    try {
      TopicSpec wanted = spec(topic);
      Strimzi.withAdmin(
          brokers,
          topic,
          admin -> {
            admin.applyTopic(wanted);
            return true;
          });
      conditions.add("Ready", true, "", "");
      made = true;
    } catch (KafkaAdminException e) {
      conditions.add("Ready", false, "KafkaError", String.valueOf(e.getMessage()));
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("conditions", conditions.list());
    status.put("observedGeneration", topic.getMetadata().getGeneration());
    status.put("topicName", name(topic));
    cluster.writeStatus(topic, status);
    return made;
  }

  private static TopicSpec spec(GenericKubernetesResource topic) {
    Map<String, String> config = new TreeMap<>();
    if (topic.get("spec", "config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(key.toString(), value.toString()));
    }
    int partitions = topic.get("spec", "partitions") instanceof Integer count ? count : 1;
    int replicas = topic.get("spec", "replicas") instanceof Integer count ? count : 1;
    return new TopicSpec(name(topic), partitions, replicas, config);
  }

  private static String name(GenericKubernetesResource topic) {
    return topic.get("spec", "topicName") instanceof String name
        ? name
        : topic.getMetadata().getName();
  }

  @Override
  public void remove(GenericKubernetesResource topic) {
    if (brokers.broker(Strimzi.clusterOf(topic)).isPresent()) {
      Strimzi.withAdmin(
          brokers,
          topic,
          admin -> {
            admin.removeTopic(name(topic));
            return true;
          });
    }
  }
}
