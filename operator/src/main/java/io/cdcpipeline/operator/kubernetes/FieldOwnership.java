package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Whether a field of a live object is still ours, or another manager has written it since. */
public final class FieldOwnership {
  private FieldOwnership() {}

  public static boolean ours(GenericKubernetesResource live, String... path) {
    return live.getMetadata().getManagedFields().stream()
        .filter(f -> Labels.FIELD_MANAGER.equals(f.getManager()))
        .anyMatch(f -> holds(Json.JSON.valueToTree(f.getFieldsV1()), path));
  }

  private static boolean holds(JsonNode fields, String... path) {
    var at = fields;
    for (var key : path) {
      at = at.path("f:" + key);
    }
    return !at.isMissingNode();
  }
}
