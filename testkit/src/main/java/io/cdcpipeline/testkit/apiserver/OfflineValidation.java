package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an API server would say about a custom resource, without one. */
public final class OfflineValidation {
  private final JsonNode schema;

  /** By the first version of a CRD. */
  public OfflineValidation(JsonNode crd) {
    schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** Loads what evaluates rules, for who has another thread to spare. */
  public static void preload() {
    CelExpression.of("self");
  }

  /** Every violation by a new object, in the API server's words; empty if it would be created. */
  public List<ApiError.Cause> violations(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    List<ApiError.Cause> causes = new ArrayList<>();
    for (String field : Structural.unknownFields(schema, copy, true)) {
      causes.add(new ApiError.Cause(field, "FieldValueForbidden", "unknown field"));
    }
    Structural.fillDefaults(schema, copy);
    List<ApiError.Cause> broken = SchemaValidation.validate(schema, copy);
    causes.addAll(broken);
    if (broken.isEmpty()) {
      causes.addAll(CelRules.validate(schema, copy, MissingNode.getInstance()));
    }
    return causes;
  }
}
