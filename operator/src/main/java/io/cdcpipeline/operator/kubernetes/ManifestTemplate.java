package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A child in the making: a readable base YAML plus the values that vary. Null values are left out,
 * because a null under server-side apply is an owned null.
 */
public final class ManifestTemplate {
  private final ObjectNode root;

  private ManifestTemplate(ObjectNode root) {
    this.root = root;
  }

  /** The base YAML of that name in the resource folder of the class's package. */
  public static ManifestTemplate load(Class<?> stage, String file) {
    try (var yaml = stage.getResourceAsStream(file)) {
      if (yaml == null) {
        throw new IllegalStateException("no resource " + file + " beside " + stage.getName());
      }
      return new ManifestTemplate((ObjectNode) Json.YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A base that was made in code, of which a copy is taken. */
  public static ManifestTemplate of(ObjectNode base) {
    return new ManifestTemplate(base.deepCopy());
  }

  /** A fresh copy to fill, so that a loaded base can be kept in a constant. */
  public ManifestTemplate named(ResourceNames names, String name, String component) {
    var copy = new ManifestTemplate(root.deepCopy());
    copy.set(name, "metadata", "name");
    copy.set(names.namespace(), "metadata", "namespace");
    Labels.of(names, component).forEach((key, value) -> copy.set(value, "metadata", "labels", key));
    return copy;
  }

  /** Sets the value at that path of keys; a list is entered by an index in digits. */
  public ManifestTemplate set(Object value, String... path) {
    if (value == null) {
      return this;
    }
    JsonNode at = root;
    for (int i = 0; i < path.length - 1; i++) {
      at = enter(at, path[i]);
    }
    var json = Json.JSON.<JsonNode>valueToTree(value);
    var last = path[path.length - 1];
    if (at.isArray()) {
      ((ArrayNode) at).set(Integer.parseInt(last), json);
    } else {
      ((ObjectNode) at).set(last, json);
    }
    return this;
  }

  /** Adds an item to the list at that path. */
  public ManifestTemplate add(Object item, String... path) {
    JsonNode at = root;
    for (var key : path) {
      at = enter(at, key);
    }
    ((ArrayNode) at).add(Json.JSON.<JsonNode>valueToTree(item));
    return this;
  }

  /** Sets a Kubernetes name-value map, e.g. labels of a pod template. */
  public ManifestTemplate setAll(Map<String, ?> values, String... path) {
    values.forEach(
        (key, value) -> {
          var full = java.util.Arrays.copyOf(path, path.length + 1);
          full[path.length] = key;
          set(value, full);
        });
    return this;
  }

  /** Removes what the base has and this pipeline does not want. */
  public ManifestTemplate without(String... path) {
    JsonNode at = root;
    for (int i = 0; i < path.length - 1; i++) {
      at = enter(at, path[i]);
    }
    ((ObjectNode) at).remove(path[path.length - 1]);
    return this;
  }

  /** The finished child; numbers are narrowed, as the matcher compares them with the server's. */
  public GenericKubernetesResource build() {
    try {
      return Json.JSON.readValue(
          Json.JSON.writeValueAsBytes(root), GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode enter(JsonNode at, String key) {
    if (at.isArray()) {
      return at.get(Integer.parseInt(key));
    }
    var next = at.get(key);
    return next != null ? next : ((ObjectNode) at).putObject(key);
  }
}
