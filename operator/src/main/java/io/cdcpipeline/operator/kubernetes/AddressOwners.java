package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which managed systems are behind an address of the cluster: the Service or the pod that has it,
 * by the labels that the other operators put on their pods and into their Services' selectors.
 */
record AddressOwners(KubernetesClient client, Set<String> watchNamespaces) {
  /** The pipeline that a system belongs to, if it exists. */
  record Owner(String namespace, String pipeline, ManagedSystem system) {}

  /** Of what has the address as its first one; the API server selects by that one only. */
  List<Owner> of(InetAddress address) {
    var ip = AddressText.of(address);
    var owners = new ArrayList<Owner>();
    for (var service :
        list("Service", select -> select.withFieldSelector("spec.clusterIP=" + ip))) {
      add(owners, service, service.get("spec", "selector"));
    }
    for (var pod : list("Pod", select -> select.withFieldSelector("status.podIP=" + ip))) {
      add(owners, pod, pod.getMetadata().getLabels());
    }
    return owners;
  }

  /**
   * Of everything in a dual-stack cluster by its further addresses: reads all Services, and the
   * pods of managed systems.
   */
  Map<String, List<Owner>> ofFurtherAddresses() {
    var owners = new HashMap<String, List<Owner>>();
    for (var service : list("Service", select -> select)) {
      if (service.get("spec", "clusterIPs") instanceof List<?> addresses) {
        further(owners, addresses, service, service.get("spec", "selector"));
      }
    }
    for (var label : POD_SELECTORS) {
      for (var pod : list("Pod", select -> select.withLabelSelector(label))) {
        if (pod.get("status", "podIPs") instanceof List<?> addresses) {
          further(owners, addresses, pod, pod.getMetadata().getLabels());
        }
      }
    }
    return owners;
  }

  private static final List<String> POD_SELECTORS =
      List.of(
          Labels.MANAGED_BY + "=tidb-operator",
          ManagedSystem.KAFKA.label(),
          ManagedSystem.SEARCH.label());

  private static void further(
      Map<String, List<Owner>> owners,
      List<?> addresses,
      GenericKubernetesResource holder,
      Object labels) {
    addresses.stream()
        .skip(1)
        .map(address -> address instanceof Map<?, ?> pod ? pod.get("ip") : address)
        .map(String::valueOf)
        .forEach(ip -> add(owners.computeIfAbsent(ip, key -> new ArrayList<>()), holder, labels));
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

  private List<GenericKubernetesResource> list(
      String kind, UnaryOperator<ListOptionsBuilder> selection) {
    // Version 0 is answered from the API server's cache.
    var options = selection.apply(new ListOptionsBuilder().withResourceVersion("0")).build();
    var all = client.genericKubernetesResources("v1", kind);
    return watchNamespaces.isEmpty()
        ? all.inAnyNamespace().list(options).getItems()
        : watchNamespaces.stream()
            .flatMap(n -> all.inNamespace(n).list(options).getItems().stream())
            .toList();
  }
}
