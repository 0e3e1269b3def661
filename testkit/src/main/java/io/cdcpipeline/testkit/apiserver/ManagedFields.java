package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code fieldsV1} trees of server-side apply. Lists are atomic, except for finalizers (a set)
 * and owner references (keyed by uid), which every kind has.
 */
final class ManagedFields {
  private static final Set<String> OWNED_METADATA =
      Set.of("labels", "annotations", "finalizers", "ownerReferences");

  private ManagedFields() {}

  /** The fields that an applied body owns. */
  static ObjectNode of(ObjectNode body) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      switch (field.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          ObjectNode metadata = metadata(field.getValue());
          if (!metadata.isEmpty()) {
            tree.set("f:metadata", metadata);
          }
        }
        default -> tree.set("f:" + field.getKey(), fields(field.getValue()));
      }
    }
    return tree;
  }

  private static ObjectNode metadata(JsonNode metadata) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      if (OWNED_METADATA.contains(field.getKey())) {
        JsonNode value = field.getValue();
        tree.set("f:" + field.getKey(), value.isArray() ? items(value) : fields(value));
      }
    }
    return tree;
  }

  private static ObjectNode items(JsonNode list) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (JsonNode item : list) {
      tree.putObject(itemKey(item));
    }
    return tree;
  }

  /** The key of one list item in the tree: its value for finalizers, its uid for owners. */
  static String itemKey(JsonNode item) {
    return item.isObject() ? "k:{\"uid\":" + item.path("uid") + "}" : "v:" + item;
  }

  private static ObjectNode fields(JsonNode value) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    value.properties().forEach(f -> tree.set("f:" + f.getKey(), fields(f.getValue())));
    return tree;
  }

  static Optional<ObjectNode> entry(JsonNode object, String manager, boolean status) {
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals("Apply")
          && entry.path("subresource").asText().equals(status ? "status" : "")) {
        return Optional.of((ObjectNode) entry);
      }
    }
    return Optional.empty();
  }

  /**
   * Replaces this manager's entry; an unchanged one keeps its time, so that a no-op apply changes
   * nothing.
   */
  static void record(
      ObjectNode object, String manager, boolean status, ObjectNode tree, String now) {
    ArrayNode entries = object.withObject("/metadata").withArray("managedFields");
    Optional<ObjectNode> existing = entry(object, manager, status);
    if (existing.isPresent() && existing.get().path("fieldsV1").equals(tree)) {
      return;
    }
    existing.ifPresent(old -> entries.removeIf(entry -> entry.equals(old)));
    ObjectNode entry = entries.addObject();
    entry.put("manager", manager).put("operation", "Apply");
    entry.set("apiVersion", object.path("apiVersion"));
    entry.put("time", now).put("fieldsType", "FieldsV1").set("fieldsV1", tree);
    if (status) {
      entry.put("subresource", "status");
    }
  }
}
