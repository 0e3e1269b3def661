package io.cdcpipeline.local.cluster;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The Pod in the API for a process, so that people and tools find it where a cluster has it. */
record PodObject(KubernetesClient client, String namespace) {

  void create(Pod process) {
    delete(process.name());
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(process.name())
            .withNamespace(namespace)
            .withLabels(process.labels())
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName(container(process))
            .withImage("stand-in")
            .endContainer()
            .endSpec()
            .build();
    var live = client.resource(pod).create();
    live.setStatus(
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP(process.address())
            .withHostIP("127.0.0.1")
            .build());
    client.resource(live).updateStatus();
  }

  private static String container(Pod process) {
    return process.labels().getOrDefault("app.kubernetes.io/component", "server");
  }

  void delete(String name) {
    client.pods().inNamespace(namespace).withName(name).delete();
  }
}
