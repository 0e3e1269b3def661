package io.cdcpipeline.operator.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which children were found to be as wanted, in which version of theirs: to compare the same two
 * again, field by field, is most of what a look at a settled pipeline costs.
 */
final class Matched {
  private final Map<ResourceID, Map<String, Long>> pipelines = new ConcurrentHashMap<>();

  /** Whether this very wish was compared with this very version of the child, and met. */
  boolean known(
      ResourceID pipeline, GenericKubernetesResource actual, GenericKubernetesResource desired) {
    var known = pipelines.getOrDefault(pipeline, Map.of()).get(key(desired));
    return known != null && known == fingerprint(actual, desired);
  }

  void remember(
      ResourceID pipeline, GenericKubernetesResource actual, GenericKubernetesResource desired) {
    pipelines
        .computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>())
        .put(key(desired), fingerprint(actual, desired));
  }

  void forget(ResourceID pipeline) {
    pipelines.remove(pipeline);
  }

  private static String key(GenericKubernetesResource child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  /** Of both together; eight bytes of it, because there is one for each child of each pipeline. */
  private static long fingerprint(
      GenericKubernetesResource actual, GenericKubernetesResource desired) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(version(actual).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest(Json.JSON.writeValueAsBytes(desired))).getLong();
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With the uid: versions of an object made anew are not those of the old one. */
  private static String version(GenericKubernetesResource actual) {
    return actual.getMetadata().getUid() + " " + actual.getMetadata().getResourceVersion() + " ";
  }
}
