package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A child under construction: a readable base YAML plus the values that vary. Places are JSON
 * pointers (RFC 6901) whose missing objects are created on the way. Null values are left out,
 * because server-side apply would own the null.
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

  /** A base built in code, which is copied. */
  public static ManifestTemplate of(ObjectNode base) {
    return new ManifestTemplate(base.deepCopy());
  }

  /** A key as a segment of a pointer: {@code a/b} becomes {@code a~1b}. */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** A copy with name, namespace and labels, so that the loaded base can be a constant. */
  public ManifestTemplate named(ResourceNames names, String name, ComponentName component) {
    return new ManifestTemplate(root.deepCopy())
        .set("/metadata/name", name)
        .set("/metadata/namespace", names.namespace())
        .setAll("/metadata/labels", Labels.of(names, component));
  }

  /** Sets a value; null leaves the place as it is. */
  public ManifestTemplate set(String pointer, Object value) {
    if (value == null) {
      return this;
    }
    var path = JsonPointer.compile(pointer);
    var parent = enter(path.head());
    var json = Json.JSON.<JsonNode>valueToTree(value);
    if (parent.isArray()) {
      ((ArrayNode) parent).set(path.last().getMatchingIndex(), json);
    } else {
      ((ObjectNode) parent).set(path.last().getMatchingProperty(), json);
    }
    return this;
  }

  /** Sets every entry of a map, e.g. the labels of a pod template. */
  public ManifestTemplate setAll(String pointer, Map<String, ?> values) {
    values.forEach((key, value) -> set(pointer + "/" + escape(key), value));
    return this;
  }

  /** Appends an item to a list. */
  public ManifestTemplate add(String pointer, Object item) {
    ((ArrayNode) enter(JsonPointer.compile(pointer))).add(Json.JSON.<JsonNode>valueToTree(item));
    return this;
  }

  /** Appends an item to a list that the base need not have. */
  public ManifestTemplate append(String pointer, Object item) {
    if (root.at(pointer).isMissingNode()) {
      set(pointer, Json.JSON.createArrayNode());
    }
    return add(pointer, item);
  }

  /** Removes what the base has and this pipeline does not need. */
  public ManifestTemplate remove(String pointer) {
    var path = JsonPointer.compile(pointer);
    ((ObjectNode) enter(path.head())).remove(path.last().getMatchingProperty());
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

  private JsonNode enter(JsonPointer path) {
    JsonNode at = root;
    for (var rest = path; !rest.matches(); rest = rest.tail()) {
      at =
          at.isArray()
              ? at.get(rest.getMatchingIndex())
              : child((ObjectNode) at, rest.getMatchingProperty());
    }
    return at;
  }

  private static JsonNode child(ObjectNode parent, String key) {
    var child = parent.get(key);
    return child != null ? child : parent.putObject(key);
  }
}
