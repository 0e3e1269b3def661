package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which managed systems are behind an address of the cluster: the Service or the pod that has it,
 * by the labels that the other operators put on their pods and into their Services' selectors.
 */
record AddressOwners(KubernetesClient client, Set<String> watchNamespaces) {
  /** The pipeline that a system belongs to, if it exists. */
  record Owner(String namespace, String pipeline, ManagedSystem system) {}

  List<Owner> of(String ip) {
    var owners = new ArrayList<Owner>();
    for (var service : list("Service", "spec.clusterIP", ip)) {
      add(owners, service, service.get("spec", "selector"));
    }
    for (var pod : list("Pod", "status.podIP", ip)) {
      add(owners, pod, pod.getMetadata().getLabels());
    }
    return owners;
  }

  private static void add(List<Owner> owners, GenericKubernetesResource holder, Object labels) {
    if (!(labels instanceof Map<?, ?> map)) {
      return;
    }
    for (var system : ManagedSystem.values()) {
      var name = map.get(system.label());
      boolean tidb = "tidb-operator".equals(map.get(Labels.MANAGED_BY));
      if (name != null && tidb == (system == ManagedSystem.DATABASE)) {
        owners.add(new Owner(holder.getMetadata().getNamespace(), name.toString(), system));
      }
    }
  }

  private List<GenericKubernetesResource> list(String kind, String field, String ip) {
    // Version 0 is answered from the API server's cache.
    var options =
        new ListOptionsBuilder().withResourceVersion("0").withFieldSelector(field + "=" + ip);
    var all = client.genericKubernetesResources("v1", kind);
    return watchNamespaces.isEmpty()
        ? all.inAnyNamespace().list(options.build()).getItems()
        : watchNamespaces.stream()
            .flatMap(n -> all.inNamespace(n).list(options.build()).getItems().stream())
            .toList();
  }
}
