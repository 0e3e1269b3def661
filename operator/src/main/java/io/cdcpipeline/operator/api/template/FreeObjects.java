package io.cdcpipeline.operator.api.template;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Leaves objects without a schema, given as their fields with commas between: the API server keeps
 * whatever they hold. Of a list, its items.
 */
public final class FreeObjects implements SchemaCustomizer.Customizer {
  @Override
  public JSONSchemaProps apply(
      JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
    for (var field : input.split(",", -1)) {
      var property = schema.getProperties().get(field);
      var free = property.getItems() == null ? property : property.getItems().getSchema();
      free.setAdditionalProperties(null);
      free.setXKubernetesPreserveUnknownFields(true);
    }
    return schema;
  }
}
