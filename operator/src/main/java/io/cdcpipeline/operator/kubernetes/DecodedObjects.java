package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The objects that were read last from any {@link CompressedItemStore}, decoded: a reconcile reads
 * some of its children ten times, and decoding them was most of its cost. Whoever reads one must
 * not change it, as with every informer.
 */
final class DecodedObjects {
  /** What a few reconciles at a time read, in a few megabytes. */
  private static final int MOST = 128;

  private final Map<CompressedObject, GenericKubernetesResource> recent =
      new LinkedHashMap<>(2 * MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<CompressedObject, GenericKubernetesResource> eldest) {
          return size() > MOST;
        }
      };

  /** The object, which is decoded unless it was read a short while ago. */
  GenericKubernetesResource of(CompressedObject compressed) {
    synchronized (recent) {
      var known = recent.get(compressed);
      if (known != null) {
        return known;
      }
    }
    var object = compressed.decode();
    keep(compressed, object);
    return object;
  }

  /** For whoever reads it soon. */
  void keep(CompressedObject compressed, GenericKubernetesResource object) {
    synchronized (recent) {
      recent.put(compressed, object);
    }
  }
}
