package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * An informer's objects as compressed JSON: as nested maps, the children of a thousand pipelines
 * would take several hundred megabytes.
 */
final class CompressedItemStore implements ItemStore<GenericKubernetesResource> {
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    return decompress(objects.put(key, compress(object)));
  }

  @Override
  public GenericKubernetesResource remove(String key) {
    return decompress(objects.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return objects.values().stream().map(CompressedItemStore::decompress);
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public GenericKubernetesResource get(String key) {
    return decompress(objects.get(key));
  }

  private static byte[] compress(GenericKubernetesResource object) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      Json.JSON.writeValue(out, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static GenericKubernetesResource decompress(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
      return Json.JSON.readValue(in, GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      inflater.end();
    }
  }
}
