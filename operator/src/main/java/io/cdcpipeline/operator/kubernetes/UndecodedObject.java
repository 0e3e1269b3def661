package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/**
 * An object of a {@link CompressedItemStore} that is decoded when somebody looks into it: after
 * each list, the informer goes through all of its objects for those that are gone, by their keys
 * alone.
 */
final class UndecodedObject extends GenericKubernetesResource {
  private static final long serialVersionUID = 1L;

  @JsonIgnore private final transient String key;
  @JsonIgnore private final transient CompressedObject compressed;

  UndecodedObject(String key, CompressedObject compressed) {
    this.key = key;
    this.compressed = compressed;
  }

  /** Its key in the store. */
  String key() {
    return key;
  }

  @Override
  public String getApiVersion() {
    return compressed.decode().getApiVersion();
  }

  @Override
  public String getKind() {
    return compressed.decode().getKind();
  }

  @Override
  public ObjectMeta getMetadata() {
    return compressed.decode().getMetadata();
  }

  @Override
  public Map<String, Object> getAdditionalProperties() {
    return compressed.decode().getAdditionalProperties();
  }
}
