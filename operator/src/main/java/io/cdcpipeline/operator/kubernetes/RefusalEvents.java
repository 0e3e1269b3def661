package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Events of one namespace that say why a workload could not create a pod or a volume claim. They
 * are listed once, with the first question: the API server reads every event of the namespace for
 * each list, and several stages of a pipeline ask about several workloads each.
 */
final class RefusalEvents {
  private final KubernetesClient client;
  private final String namespace;
  private List<GenericKubernetesResource> events;

  RefusalEvents(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Those of the workloads of a kind with such names. */
  List<GenericKubernetesResource> of(String kind, Predicate<String> name) {
    return all().stream()
        .filter(event -> kind.equals(involved(event, "kind")))
        .filter(event -> name.test(involved(event, "name")))
        .toList();
  }

  private static String involved(GenericKubernetesResource event, String field) {
    return String.valueOf(event.<Object>get("involvedObject", field));
  }

  private synchronized List<GenericKubernetesResource> all() {
    if (events == null) {
      events = list();
    }
    return events;
  }

  private List<GenericKubernetesResource> list() {
    try {
      return client
          .genericKubernetesResources("v1", "Event")
          .inNamespace(namespace)
          .withField("reason", "FailedCreate")
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      return List.of(); // An older role: what pods say is all there is.
    }
  }
}
