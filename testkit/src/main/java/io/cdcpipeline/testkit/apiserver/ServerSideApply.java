package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply: a manager owns the fields it sends; fields it no longer sends are removed
 * unless another manager owns them; a different value of another manager is a conflict unless
 * forced.
 */
record ServerSideApply(String manager, boolean status, boolean force, String now) {

  /** Merges {@code body} into a copy of {@code live}. */
  ObjectNode apply(ObjectNode live, ObjectNode body) {
    ObjectNode tree = ManagedFields.of(body);
    ObjectNode result = live.deepCopy();
    List<String> conflicts = new ArrayList<>();
    for (ObjectNode other : others(result)) {
      ObjectNode theirs = (ObjectNode) other.path("fieldsV1");
      conflicts(tree, theirs, body, live, "", other.path("manager").asText(), conflicts);
    }
    if (!conflicts.isEmpty() && !force) {
      throw ApiError.plain(
          409,
          "Conflict",
          "Apply failed with %d conflict%s: conflicts with %s"
              .formatted(conflicts.size(), conflicts.size() == 1 ? "" : "s", conflicts));
    }
    ManagedFields.entry(live, manager, status)
        .ifPresent(e -> prune(e.path("fieldsV1"), tree, others(result), result));
    merge(result, body);
    ManagedFields.record(result, manager, status, tree, now);
    return result;
  }

  private List<ObjectNode> others(ObjectNode object) {
    List<ObjectNode> others = new ArrayList<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      boolean mine =
          entry.path("manager").asText().equals(manager)
              && entry.path("subresource").asText().equals(status ? "status" : "");
      if (!mine) {
        others.add((ObjectNode) entry);
      }
    }
    return others;
  }

  /**
   * Collects leaves that another manager owns with a different value, and removes them from its
   * entry.
   */
  private void conflicts(
      JsonNode mine,
      ObjectNode theirs,
      JsonNode body,
      JsonNode live,
      String path,
      String other,
      List<String> found) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(mine.properties())) {
      String key = field.getKey();
      if (!key.startsWith("f:") || !theirs.has(key)) {
        continue;
      }
      String name = key.substring(2);
      JsonNode wanted = body.path(name);
      boolean leaf = field.getValue().isEmpty() || theirs.path(key).isEmpty();
      if (!leaf) {
        conflicts(
            field.getValue(),
            (ObjectNode) theirs.path(key),
            wanted,
            live.path(name),
            path + "." + name,
            other,
            found);
      } else if (!wanted.equals(live.path(name))) {
        found.add("\"" + other + "\": " + path + "." + name);
        theirs.remove(key);
      }
    }
  }

  /** Removes fields that this manager owned and no longer sends. */
  private static void prune(
      JsonNode before, JsonNode now, List<? extends JsonNode> others, JsonNode live) {
    List<JsonNode> trees = others.stream().map(o -> o.path("fieldsV1")).toList();
    prune(before, now, live, trees);
  }

  private static void prune(JsonNode before, JsonNode now, JsonNode live, List<JsonNode> others) {
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      String key = field.getKey();
      List<JsonNode> below =
          others.stream().map(o -> o.path(key)).filter(o -> !o.isMissingNode()).toList();
      if (key.startsWith("f:")) {
        pruneField(key, field.getValue(), now, live, below);
      } else if (!now.has(key) && below.isEmpty() && live instanceof ArrayNode list) {
        list.removeIf(item -> ManagedFields.itemKey(item).equals(key));
      }
    }
  }

  private static void pruneField(
      String key, JsonNode before, JsonNode now, JsonNode live, List<JsonNode> others) {
    String name = key.substring(2);
    if (!before.isEmpty()) {
      prune(before, now.path(key), live.path(name), others);
    }
    boolean gone = !now.has(key) && others.isEmpty();
    if (gone && live instanceof ObjectNode object) {
      JsonNode rest = object.path(name);
      if (before.isEmpty() || rest.isEmpty()) {
        object.remove(name);
      }
    }
  }

  private static void merge(ObjectNode live, JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode have = live.path(field.getKey());
      JsonNode wanted = field.getValue();
      if (have instanceof ObjectNode object && wanted.isObject()) {
        merge(object, wanted);
      } else if (have instanceof ArrayNode list && isKeyed(field.getKey())) {
        mergeItems(list, wanted);
      } else {
        live.set(field.getKey(), wanted.deepCopy());
      }
    }
  }

  private static boolean isKeyed(String field) {
    return field.equals("finalizers") || field.equals("ownerReferences");
  }

  private static void mergeItems(ArrayNode live, JsonNode wanted) {
    for (JsonNode item : wanted) {
      String key = ManagedFields.itemKey(item);
      int at = -1;
      for (int i = 0; i < live.size(); i++) {
        at = ManagedFields.itemKey(live.get(i)).equals(key) ? i : at;
      }
      if (at < 0) {
        live.add(item.deepCopy());
      } else {
        live.set(at, item.deepCopy());
      }
    }
  }
}
