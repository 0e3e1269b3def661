package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** The status of ECK's Beat (ECK 3.5.0 pkg/apis/beat/v1beta1/beat_types.go). */
final class FilebeatReadiness {
  private FilebeatReadiness() {}

  static StageStatus of(GenericKubernetesResource live) {
    var status = Json.field(live, "status");
    var name = "Filebeat " + live.getMetadata().getName();
    var association = status.path("elasticsearchAssociationStatus").asText();
    if (association.equals("Failed")) {
      return StageStatus.of(
          Reason.ChildFailed,
          name
              + ": ECK cannot connect it to Elasticsearch; see the events of Beat "
              + live.getMetadata().getName());
    }
    boolean associated =
        !Json.field(live, "spec").path("elasticsearchRef").isObject()
            || association.equals("Established");
    if (!associated || status.path("health").asText().isEmpty()) {
      return StageStatus.progressing("waiting for ECK to start " + name);
    }
    int available = status.path("availableNodes").asInt();
    int desired = status.path("expectedNodes").asInt();
    boolean current =
        status.path("observedGeneration").asLong() >= live.getMetadata().getGeneration();
    return current
            && status.path("health").asText().equals("green")
            && desired > 0
            && available == desired
        ? StageStatus.ready(name + " runs on every node")
        : StageStatus.progressing("%s runs on %d of %d nodes".formatted(name, available, desired));
  }
}
