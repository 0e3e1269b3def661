package io.cdcpipeline.operator.api;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Makes a list a map by a key of its items, given as {@code list:key}: keys are unique, and
 * server-side apply keeps other managers' entries.
 */
public final class ListMap implements SchemaCustomizer.Customizer {
  @Override
  public JSONSchemaProps apply(
      JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
    int colon = input.indexOf(':');
    var list = schema.getProperties().get(input.substring(0, colon));
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(input.substring(colon + 1)));
    return schema;
  }
}
