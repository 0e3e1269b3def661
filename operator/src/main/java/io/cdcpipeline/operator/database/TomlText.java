package io.cdcpipeline.operator.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Writes TOML in tables. Jackson's generator writes keys with dots, which TOML has only since 0.5
 * and the parsers of PD and TiDB Operator v1 need not know.
 */
final class TomlText {
  private TomlText() {}

  static String of(JsonNode root) {
    var text = new StringBuilder();
    table(text, List.of(), root);
    return text.toString();
  }

  /** Values first: whatever follows a table's header belongs to it. */
  private static void table(StringBuilder text, List<String> path, JsonNode table) {
    for (var entry : table.properties()) {
      if (!isTables(entry.getValue())) {
        text.append(key(entry.getKey())).append(" = ").append(value(entry.getValue())).append('\n');
      }
    }
    for (var entry : table.properties()) {
      var below = new ArrayList<>(path);
      below.add(key(entry.getKey()));
      var name = String.join(".", below);
      if (entry.getValue().isObject()) {
        header(text, "[" + name + "]", below, entry.getValue());
      } else if (isTables(entry.getValue())) {
        entry.getValue().forEach(item -> header(text, "[[" + name + "]]", below, item));
      }
    }
  }

  private static void header(StringBuilder text, String header, List<String> path, JsonNode table) {
    text.append(text.isEmpty() ? "" : "\n").append(header).append('\n');
    table(text, path, table);
  }

  /** A table, or a list of nothing but tables. */
  private static boolean isTables(JsonNode value) {
    return value.isObject()
        || value.isArray()
            && !value.isEmpty()
            && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject);
  }

  private static String key(String key) {
    return key.matches("[A-Za-z0-9_-]+") ? key : quoted(key);
  }

  private static String value(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(TomlText::value)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map((Map.Entry<String, JsonNode> e) -> key(e.getKey()) + " = " + value(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.isTextual() ? quoted(value.asText()) : value.asText();
  }

  /** JSON's strings are basic strings of TOML. */
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
