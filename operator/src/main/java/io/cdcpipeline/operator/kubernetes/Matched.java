package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Which children were found to be as wanted, in which version of theirs: to compare the same two
 * again, field by field, is most of what a look at a settled pipeline costs.
 */
final class Matched {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final Map<ResourceID, Map<String, Long>> pipelines = new ConcurrentHashMap<>();

  /** Whether this version of the child is as wanted; compares only what was not found so before. */
  boolean matches(
      ResourceID pipeline,
      GenericKubernetesResource actual,
      GenericKubernetesResource desired,
      BooleanSupplier compare) {
    var mine = pipelines.computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>());
    Long now = fingerprint(actual, desired);
    if (now.equals(mine.get(key(desired)))) {
      return true;
    }
    boolean matches = compare.getAsBoolean();
    if (matches) {
      mine.put(key(desired), now);
    }
    return matches;
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
  }

  private static String key(GenericKubernetesResource child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  /**
   * Of both together, FNV-1a of 64 bits: no secret and no stranger's input, and the digests of the
   * JDK are slow where only C1 compiles, as in the operator's image.
   */
  private static long fingerprint(
      GenericKubernetesResource actual, GenericKubernetesResource desired) {
    try {
      return hash(hash(BASIS, version(actual)), Json.JSON.writeValueAsBytes(desired));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long hash(long before, byte[] bytes) {
    long hash = before;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return hash;
  }

  /** With the uid: versions of an object made anew are not those of the old one. */
  private static byte[] version(GenericKubernetesResource actual) {
    var metadata = actual.getMetadata();
    return (metadata.getUid() + " " + metadata.getResourceVersion() + " ")
        .getBytes(StandardCharsets.UTF_8);
  }
}
