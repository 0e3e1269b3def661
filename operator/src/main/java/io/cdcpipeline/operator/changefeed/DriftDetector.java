package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a changefeed differs from the wish, by names of settings. Only what the wish sets is
 * compared, so that a new default of TiCDC is no drift; in lists every entry counts.
 */
final class DriftDetector {
  private DriftDetector() {}

  static Set<String> between(DesiredChangefeed wish, Changefeed shown) {
    Set<String> names = new TreeSet<>();
    SinkUri wanted = wish.sink();
    SinkUri found = shown.sink();
    if (!wanted.brokers().equals(found.brokers())) {
      names.add("sink_uri.brokers");
    }
    if (!wanted.topic().equals(found.topic())) {
      names.add("sink_uri.topic");
    }
    Set<String> parameters = new TreeSet<>(wanted.parameters().keySet());
    parameters.addAll(found.parameters().keySet());
    for (String name : parameters) {
      String value = wanted.parameters().get(name);
      if (value == null || !value.equals(found.parameters().get(name))) {
        names.add("sink_uri." + name);
      }
    }
    compare("", wish.config(), shown.config(), names);
    return names;
  }

  private static void compare(String path, JsonNode wanted, JsonNode found, Set<String> names) {
    if (wanted instanceof ObjectNode object) {
      for (var field : object.properties()) {
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        compare(name, field.getValue(), found.path(field.getKey()), names);
      }
    } else if (!filled(wanted).equals(filled(found))
        && (wanted.asBoolean(true) || !absent(found))) {
      names.add(path);
    }
  }

  /** Without null, "" and empty lists, which TiCDC adds and leaves out as it likes. */
  private static JsonNode filled(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      object.properties().stream()
          .filter(field -> !empty(field.getValue()))
          .forEach(field -> kept.set(field.getKey(), filled(field.getValue())));
      return kept;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      array.forEach(entry -> kept.add(filled(entry)));
      return kept;
    }
    return absent(node) ? JsonNodeFactory.instance.arrayNode() : node;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean empty(JsonNode node) {
    return node.isNull()
        || (node.isTextual() && node.asText().isEmpty())
        || (node.isContainerNode() && node.isEmpty());
  }
}
