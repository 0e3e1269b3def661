package io.cdcpipeline.operator.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * Readiness of Strimzi's kinds, which spell it in three ways: Ready=True everywhere, but failure as
 * NotReady=True (Kafka, KafkaUser) or Ready=False (KafkaTopic); node pools have no conditions.
 */
record StrimziStatus(boolean ready, String failure) {
  private static final String CREATING = "Creating";

  static StrimziStatus of(GenericKubernetesResource resource) {
    JsonNode all = Json.JSON.valueToTree(resource);
    var status = all.path("status");
    boolean seen =
        status.path("observedGeneration").asLong(-1) == resource.getMetadata().getGeneration();
    String failure = null;
    for (var condition : status.path("conditions")) {
      var type = condition.path("type").asText();
      boolean yes = "True".equals(condition.path("status").asText());
      if (type.equals("Ready") && yes) {
        return new StrimziStatus(seen, null);
      }
      if (yes ? type.equals("NotReady") : type.equals("Ready")) {
        failure = failure(condition);
      }
    }
    return new StrimziStatus(false, seen ? failure : null);
  }

  private static String failure(JsonNode condition) {
    var reason = condition.path("reason").asText();
    return reason.equals(CREATING)
        ? null
        : reason + ": " + condition.path("message").asText("no message");
  }
}
