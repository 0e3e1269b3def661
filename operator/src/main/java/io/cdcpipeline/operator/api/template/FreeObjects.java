package io.cdcpipeline.operator.api.template;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Leaves the objects of a type without a schema: the API server keeps whatever they hold. */
public final class FreeObjects implements SchemaCustomizer.Customizer {
  @Override
  public JSONSchemaProps apply(
      JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
    for (var property : schema.getProperties().values()) {
      property.setAdditionalProperties(null);
      property.setXKubernetesPreserveUnknownFields(true);
    }
    return schema;
  }
}
