package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Whether a field of a live object is still ours, or another field manager has taken it over. */
public final class FieldOwnership {
  private FieldOwnership() {}

  /**
   * Whether the object's managed fields list the field as applied by this operator.
   *
   * @param pointer JSON pointer of the field, e.g. {@code /spec/pd/config}
   */
  public static boolean isOurs(GenericKubernetesResource live, String pointer) {
    return live.getMetadata().getManagedFields().stream()
        .filter(f -> Labels.FIELD_MANAGER.equals(f.getManager()))
        .anyMatch(f -> contains(Json.JSON.valueToTree(f.getFieldsV1()), pointer));
  }

  private static boolean contains(JsonNode fields, String pointer) {
    var at = fields;
    for (var path = JsonPointer.compile(pointer); !path.matches(); path = path.tail()) {
      at = at.path("f:" + path.getMatchingProperty());
    }
    return !at.isMissingNode();
  }
}
