package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * An informer's objects as compressed JSON: as nested maps, the children of a thousand pipelines
 * would take several hundred megabytes. A child is much like its counterpart in another pipeline,
 * so the first of each shape is what all others are compressed with.
 */
final class CompressedItemStore implements ItemStore<GenericKubernetesResource> {
  /** More than there are in any kind; a user's many logins to a database may have more. */
  private static final int MOST_SHAPES = 32;

  private static final byte[] NOTHING_ALIKE = {};

  private final Map<String, CompressedObject> objects = new ConcurrentHashMap<>();
  private final Map<String, byte[]> firstOfShape = new ConcurrentHashMap<>();
  private final DecodedObjects decoded;

  CompressedItemStore(DecodedObjects decoded) {
    this.decoded = decoded;
  }

  @Override
  public String getKey(GenericKubernetesResource object) {
    return object instanceof UndecodedObject undecoded
        ? undecoded.key()
        : Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    var compressed = compress(object);
    decoded.keep(compressed, object); // It was created or changed: its pipeline is reconciled soon.
    return decode(objects.put(key, compressed));
  }

  @Override
  public GenericKubernetesResource remove(String key) {
    return decode(objects.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return objects.entrySet().stream().map(o -> new UndecodedObject(o.getKey(), o.getValue()));
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public GenericKubernetesResource get(String key) {
    return decode(objects.get(key));
  }

  private GenericKubernetesResource decode(CompressedObject compressed) {
    return compressed == null ? null : decoded.of(compressed);
  }

  private CompressedObject compress(GenericKubernetesResource object) {
    try {
      var json = Json.JSON.writeValueAsBytes(object);
      var shape = shape(object);
      if (firstOfShape.size() < MOST_SHAPES && !firstOfShape.containsKey(shape)) {
        firstOfShape.put(shape, withoutSecrets(object, json));
      }
      return CompressedObject.of(json, firstOfShape.getOrDefault(shape, NOTHING_ALIKE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A password must not stay in memory when its pipeline has gone. */
  private static byte[] withoutSecrets(GenericKubernetesResource object, byte[] json)
      throws JsonProcessingException {
    if (!ResourceKind.SECRET.equals(ResourceKind.of(object))) {
      return json;
    }
    var empty = ResourceKind.SECRET.empty("");
    empty.setMetadata(object.getMetadata());
    return Json.JSON.writeValueAsBytes(empty);
  }

  /** The name without what differs from pipeline to pipeline. */
  private static String shape(GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    var labels = metadata.getLabels() == null ? Map.<String, String>of() : metadata.getLabels();
    var pipeline = labels.getOrDefault(Labels.PIPELINE, "");
    var namespace = labels.getOrDefault(Labels.PIPELINE_NAMESPACE, "");
    return metadata.getName().replace(namespace, "").replace(pipeline, "");
  }
}
