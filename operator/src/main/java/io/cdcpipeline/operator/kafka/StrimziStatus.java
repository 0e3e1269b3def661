package io.cdcpipeline.operator.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * Readiness of Strimzi's kinds. All report Ready=True, but a failure is NotReady=True for Kafka and
 * KafkaUser and Ready=False for KafkaTopic; node pools have no conditions.
 *
 * @param failure reason and message; null without a failure
 */
record StrimziStatus(boolean ready, String failure) {
  private static final String CREATING = "Creating";

  static StrimziStatus of(GenericKubernetesResource resource) {
    var status = Json.field(resource, "status");
    boolean current =
        status.path("observedGeneration").asLong(-1) == resource.getMetadata().getGeneration();
    String failure = null;
    for (var condition : status.path("conditions")) {
      var type = condition.path("type").asText();
      boolean yes = "True".equals(condition.path("status").asText());
      if (type.equals("Ready") && yes) {
        return new StrimziStatus(current, null);
      }
      if (yes ? type.equals("NotReady") : type.equals("Ready")) {
        failure = failure(condition);
      }
    }
    return new StrimziStatus(false, current ? failure : null);
  }

  private static String failure(JsonNode condition) {
    var reason = condition.path("reason").asText();
    return reason.equals(CREATING)
        ? null
        : reason + ": " + condition.path("message").asText("no message");
  }
}
