package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads objects of one namespace that are not children, directly from the API server: few are ever
 * needed, so no informer watches them.
 */
public record NamespaceReader(KubernetesClient client, String namespace, RecentPods recent) {

  /** The same pods as {@link #pods}, but perhaps those of ten seconds ago. */
  List<Pod> recentPods(Map<String, String> labels) {
    return recent.get(namespace, labels, () -> pods(labels));
  }

  /** Metadata and status of the pods with these labels. */
  public List<Pod> pods(Map<String, String> labels) {
    // Version 0 is answered from the API server's cache: every stage that is not ready asks often.
    var cached = new ListOptionsBuilder().withResourceVersion("0").build();
    return client
        .genericKubernetesResources("v1", "Pod")
        .inNamespace(namespace)
        .withLabels(labels)
        .list(cached)
        .getItems()
        .stream()
        .map(this::withoutSpec)
        .toList();
  }

  /** A key of a ConfigMap; empty when the ConfigMap or the key does not exist. */
  public Optional<String> configMapValue(String name, String key) {
    var configMap = client.configMaps().inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(configMap).map(ConfigMap::getData).map(data -> data.get(key));
  }

  /** A pod's spec has 200 classes, and loading them takes a tenth of a second. */
  private Pod withoutSpec(GenericKubernetesResource pod) {
    var status =
        client.getKubernetesSerialization().convertValue(pod.get("status"), PodStatus.class);
    return new Pod("v1", "Pod", pod.getMetadata(), null, status);
  }
}
