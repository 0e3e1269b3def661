package io.cdcpipeline.operator.smoke;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pods behind a Service. A request to the Service reaches one of them, and each has counters of
 * its own.
 */
final class ServiceAddresses {
  private ServiceAddresses() {}

  /** Those that are ready, as address:port of the first port. */
  static List<String> ready(KubernetesClient client, String namespace, String service) {
    return client
        .genericKubernetesResources("discovery.k8s.io/v1", "EndpointSlice")
        .inNamespace(namespace)
        .withLabel("kubernetes.io/service-name", service)
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> addresses(slice).stream())
        .distinct()
        .toList();
  }

  static List<String> addresses(GenericKubernetesResource slice) {
    List<Map<String, Object>> endpoints = slice.get("endpoints");
    List<Map<String, Object>> ports = slice.get("ports");
    if (endpoints == null || ports == null || ports.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<String>();
    for (var endpoint : endpoints) {
      var conditions = (Map<?, ?>) endpoint.get("conditions");
      // Null stands for ready.
      if (conditions == null || !Boolean.FALSE.equals(conditions.get("ready"))) {
        var address = String.valueOf(((List<?>) endpoint.get("addresses")).get(0));
        found.add(bracketed(address) + ":" + ports.get(0).get("port"));
      }
    }
    return found;
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
