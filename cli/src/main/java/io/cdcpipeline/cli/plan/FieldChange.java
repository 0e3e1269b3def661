package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * One field with two values.
 *
 * @param from null if it was absent
 * @param to null if it is removed
 */
record FieldChange(String path, JsonNode from, JsonNode to) {

  /** The leaves in which two documents differ, in the order of their paths. */
  static List<FieldChange> between(JsonNode from, JsonNode to) {
    var changes = new ArrayList<FieldChange>();
    compare("", from, to, changes);
    return changes;
  }

  private static void compare(String path, JsonNode from, JsonNode to, List<FieldChange> changes) {
    if (Objects.equals(from, to)) {
      return;
    }
    if (isObject(from) && isObject(to)) {
      var names = new TreeSet<String>();
      from.fieldNames().forEachRemaining(names::add);
      to.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        compare(path.isEmpty() ? name : path + "." + name, from.get(name), to.get(name), changes);
      }
    } else if (isArrayOfObjects(from) && isArrayOfObjects(to)) {
      for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
        compare(path + "[" + i + "]", from.get(i), to.get(i), changes);
      }
    } else {
      changes.add(new FieldChange(path, from, to));
    }
  }

  private static boolean isObject(JsonNode node) {
    return node != null && node.isObject();
  }

  /** Lists of plain values are shown whole. */
  private static boolean isArrayOfObjects(JsonNode node) {
    return node != null && node.isArray() && !node.isEmpty() && node.get(0).isObject();
  }

  /** Whether it is this field or below it. */
  boolean isAt(String field) {
    return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[");
  }
}
