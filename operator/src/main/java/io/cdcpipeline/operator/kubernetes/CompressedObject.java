package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One version of an object; equal only to itself. */
final class CompressedObject {
  private final byte[] bytes;
  private final int length;
  private final byte[] alike;

  private CompressedObject(byte[] bytes, int length, byte[] alike) {
    this.bytes = bytes;
    this.length = length;
    this.alike = alike;
  }

  /**
   * Compresses an object.
   *
   * @param alike the JSON of an object that is much like it, and stays in memory
   */
  static CompressedObject of(byte[] json, byte[] alike) {
    return new CompressedObject(AlikeBytes.compress(json, alike), json.length, alike);
  }

  GenericKubernetesResource decode() {
    try {
      return Json.JSON.readValue(
          AlikeBytes.decompress(bytes, length, alike), GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
