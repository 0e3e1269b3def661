package io.cdcpipeline.testkit.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds this server serves: a fixed set of built-in ones, and those of CRDs. */
final class ResourceTypes {
  static final ResourceType CRD =
      ResourceType.builtIn(
          "apiextensions.k8s.io/v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false,
          true);
  static final ResourceType NAMESPACE =
      ResourceType.builtIn("v1", "Namespace", "namespaces", false, true);

  /** apiVersion, kind, plural, N for namespaced, S for a status subresource. */
  private static final String BUILT_IN =
      """
      v1 ConfigMap configmaps N
      v1 Event events N
      v1 Node nodes - S
      v1 PersistentVolumeClaim persistentvolumeclaims N S
      v1 Pod pods N S
      v1 Secret secrets N
      v1 Service services N S
      v1 ServiceAccount serviceaccounts N
      v1 Endpoints endpoints N
      admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations -
      apps/v1 DaemonSet daemonsets N S
      apps/v1 Deployment deployments N S
      apps/v1 ReplicaSet replicasets N S
      apps/v1 StatefulSet statefulsets N S
      autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers N S
      batch/v1 Job jobs N S
      coordination.k8s.io/v1 Lease leases N
      discovery.k8s.io/v1 EndpointSlice endpointslices N
      events.k8s.io/v1 Event events N
      networking.k8s.io/v1 NetworkPolicy networkpolicies N
      networking.k8s.io/v1 Ingress ingresses N S
      policy/v1 PodDisruptionBudget poddisruptionbudgets N S
      rbac.authorization.k8s.io/v1 ClusterRole clusterroles -
      rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings -
      rbac.authorization.k8s.io/v1 Role roles N
      rbac.authorization.k8s.io/v1 RoleBinding rolebindings N
      storage.k8s.io/v1 StorageClass storageclasses -
      """;

  private final Map<String, ResourceType> byPath = new ConcurrentHashMap<>();

  ResourceTypes() {
    add(CRD);
    add(NAMESPACE);
    BUILT_IN.lines().map(line -> line.split(" ")).forEach(this::addBuiltIn);
  }

  private void addBuiltIn(String[] f) {
    add(ResourceType.builtIn(f[0], f[1], f[2], f[3].equals("N"), f.length > 4));
  }

  void add(ResourceType type) {
    byPath.put(type.apiVersion() + "/" + type.plural(), type);
  }

  void remove(String group, String plural) {
    byPath.values().removeIf(t -> t.group().equals(group) && t.plural().equals(plural));
  }

  Optional<ResourceType> find(String apiVersion, String plural) {
    return Optional.ofNullable(byPath.get(apiVersion + "/" + plural));
  }

  /** The type of a storage key, in any version. */
  Optional<ResourceType> stored(String storageKey) {
    return byPath.values().stream().filter(t -> t.storageKey().equals(storageKey)).findFirst();
  }

  List<ResourceType> all() {
    return new ArrayList<>(new TreeMap<>(byPath).values());
  }
}
