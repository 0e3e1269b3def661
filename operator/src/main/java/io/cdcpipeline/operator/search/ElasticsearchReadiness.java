package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Set;

/** The status of ECK's Elasticsearch (ECK 3.5.0 pkg/apis/elasticsearch/v1/status.go). */
final class ElasticsearchReadiness {
  private static final Set<String> BROKEN = Set.of("Invalid", "Stalled");
  private static final Set<String> SERVING = Set.of("green", "yellow");

  private ElasticsearchReadiness() {}

  static StageStatus of(GenericKubernetesResource live) {
    var status = Json.field(live, "status");
    var phase = status.path("phase").asText();
    int desired = Json.field(live, "spec").at("/nodeSets/0/count").asInt();
    int available = status.path("availableNodes").asInt();
    var name = "Elasticsearch " + live.getMetadata().getName();
    if (status.isEmpty()) {
      return StageStatus.progressing("waiting for ECK to reconcile " + name);
    }
    if (BROKEN.contains(phase)) {
      return StageStatus.of(Reason.ChildFailed, name + " is " + phase + message(status));
    }
    if (status.path("observedGeneration").asLong() < live.getMetadata().getGeneration()
        || !phase.equals("Ready")
        || !"True"
            .equals(Json.condition(status, "ReconciliationComplete").path("status").asText())) {
      return StageStatus.progressing(
          "%s: %d of %d nodes are up%s".formatted(name, available, desired, message(status)));
    }
    var health = status.path("health").asText();
    if (!SERVING.contains(health) || available < desired) {
      return StageStatus.of(
          Reason.ChildFailed,
          "%s is %s with %d of %d nodes%s"
              .formatted(name, health, available, desired, message(status)));
    }
    return StageStatus.ready(name + " is ready");
  }

  /** ECK's own message: of a condition that is False, else of a node's upgrade. */
  private static String message(JsonNode status) {
    for (var type : List.of("ElasticsearchIsReachable", "ReconciliationComplete")) {
      var condition = Json.condition(status, type);
      if ("False".equals(condition.path("status").asText())
          && !condition.path("message").asText().isBlank()) {
        return ": " + condition.path("message").asText();
      }
    }
    for (var node : status.at("/inProgressOperations/upgrade/nodes")) {
      if (!node.path("message").asText().isBlank()) {
        return ": " + node.path("name").asText() + ": " + node.path("message").asText();
      }
    }
    return "";
  }
}
