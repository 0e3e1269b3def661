package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads objects of one namespace that are not children, directly from the API server: few are ever
 * needed, so no informer watches them. For one reconcile.
 *
 * @param young whether the pipeline was created just now, so that its pods cannot have failed
 */
public record NamespaceReader(
    KubernetesClient client,
    String namespace,
    RecentAnswers recent,
    boolean young,
    RefusalEvents refusalEvents) {
  private static final String POD_SECURITY = "pod-security.kubernetes.io/enforce";

  public NamespaceReader(
      KubernetesClient client, String namespace, RecentAnswers recent, boolean young) {
    this(client, namespace, recent, young, new RefusalEvents(client, namespace));
  }

  /**
   * Why the pods with these labels do not start, as far as it has been looked at.
   *
   * @param state of the stage that waits for them, as a sentence
   */
  Optional<String> recentFailure(
      Map<String, String> labels, String state, Supplier<Optional<String>> diagnose) {
    return recent.get(namespace, labels, state, young, diagnose);
  }

  /** Why the pods of a Deployment are refused, as far as it has been looked at. */
  Optional<String> recentRefusal(String deployment, Supplier<Optional<String>> ask) {
    return recent.get(namespace, "Deployment/" + deployment, "refused", false, ask);
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

  /** The objects of a kind that the cluster serves. */
  public List<GenericKubernetesResource> list(ResourceKind kind) {
    return client
        .genericKubernetesResources(kind.apiVersion(), kind.kind())
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  /** The same client in another namespace. */
  public NamespaceReader in(String other) {
    return new NamespaceReader(client, other, recent, young);
  }

  /** One object; empty as well while its kind is not served, or may not be read. */
  Optional<GenericKubernetesResource> find(ResourceKind kind, String name) {
    try {
      return Optional.ofNullable(
          client
              .genericKubernetesResources(kind.apiVersion(), kind.kind())
              .inNamespace(namespace)
              .withName(name)
              .get());
    } catch (KubernetesClientException e) {
      return Optional.empty(); // An older role: what pods say is all there is.
    }
  }

  /** Events of a workload, as StatefulSet/shop-es-default, whose pods could not be created. */
  List<GenericKubernetesResource> refusals(String workload) {
    var name = workload.split("/", 2);
    return refusalEvents.of(name[0], name[1]::equals);
  }

  /** The same of the ReplicaSets of a Deployment, whose names end with a hash of their pods. */
  List<GenericKubernetesResource> refusalsOfReplicaSets(String deployment) {
    var name = Pattern.compile(Pattern.quote(deployment) + "-[a-z0-9]+");
    return refusalEvents.of("ReplicaSet", name.asMatchPredicate());
  }

  /**
   * The Pod Security level that the namespace's label enforces, if it is another one and can be
   * read; perhaps as of a minute ago.
   */
  public Optional<String> enforcedPodSecurityOtherThan(String level) {
    return recent.get(
        namespace,
        POD_SECURITY,
        level,
        false,
        () -> podSecurity().filter(enforced -> !enforced.equals(level)));
  }

  private Optional<String> podSecurity() {
    try {
      return Optional.ofNullable(
              client.genericKubernetesResources("v1", "Namespace").withName(namespace).get())
          .map(found -> found.getMetadata().getLabels())
          .map(labels -> labels.get(POD_SECURITY));
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
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
