package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.Map;

/** A Pod in the API for a shipper: where the operator finds the address of its statistics. */
record BeatPod(Cluster cluster, String name) {

  static BeatPod create(Cluster cluster, String beat, String address) {
    String name = beat + "-beat-filebeat-0";
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(cluster.namespace())
            .withLabels(
                Map.of("common.k8s.elastic.co/type", "beat", "beat.k8s.elastic.co/name", beat))
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("filebeat")
            .withImage("filebeat")
            .endContainer()
            .endSpec()
            .build();
    BeatPod created = new BeatPod(cluster, name);
    created.delete();
    Pod live = cluster.client().resource(pod).create();
    live.setStatus(
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP(address)
            .withHostIP("127.0.0.1")
            .build());
    cluster.client().resource(live).updateStatus();
    return created;
  }

  void delete() {
    cluster.client().pods().inNamespace(cluster.namespace()).withName(name).delete();
  }
}
