package io.cdcpipeline.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What exists in a namespace, comparable between two runs: without passwords and checksums. */
final class ChildSnapshot {
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "v1",
          List.of("ConfigMap", "Secret", "Service", "ServiceAccount", "PersistentVolumeClaim"),
          "apps/v1",
          List.of("Deployment"),
          "policy/v1",
          List.of("PodDisruptionBudget"),
          "networking.k8s.io/v1",
          List.of("NetworkPolicy"),
          "core.pingcap.com/v1alpha1",
          List.of("Cluster", "PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup"),
          "kafka.strimzi.io/v1",
          List.of("Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser"),
          "elasticsearch.k8s.elastic.co/v1",
          List.of("Elasticsearch"),
          "beat.k8s.elastic.co/v1beta1",
          List.of("Beat"),
          "monitoring.coreos.com/v1",
          List.of("ServiceMonitor", "PodMonitor", "PrometheusRule"));

  private ChildSnapshot() {}

  /** Each object by kind and name, with its labels and what it specifies. */
  static Map<String, String> of(KubernetesClient client, String namespace) {
    var objects = new TreeMap<String, String>();
    KINDS.forEach(
        (api, kinds) ->
            kinds.forEach(
                kind ->
                    client
                        .genericKubernetesResources(api, kind)
                        .inNamespace(namespace)
                        .list()
                        .getItems()
                        .forEach(object -> objects.put(id(object), content(object)))));
    return objects;
  }

  private static String id(GenericKubernetesResource object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  private static String content(GenericKubernetesResource object) {
    Map<String, Object> data = object.get("data");
    var text =
        data == null
            ? String.valueOf(object.<Object>get("spec"))
            : new TreeSet<>(data.keySet()).toString();
    return object.getMetadata().getLabels() + " " + text.replaceAll("[0-9a-f]{16}", "#");
  }
}
