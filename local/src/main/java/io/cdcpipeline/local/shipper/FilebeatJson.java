package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/**
 * Values as Filebeat 7.17.29 was seen to read them: numbers beyond 64 bits lose digits, and half a
 * surrogate pair becomes U+FFFD. Nulls stay, because the operator sets {@code keep_null}.
 */
final class FilebeatJson {
  private FilebeatJson() {}

  static JsonNode asFilebeatReads(JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode read = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(e -> read.set(text(e.getKey()), asFilebeatReads(e.getValue())));
      return read;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode read = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> read.add(asFilebeatReads(element)));
      return read;
    }
    if (value.isBigInteger()) {
      return DoubleNode.valueOf(value.doubleValue());
    }
    return value.isTextual() ? TextNode.valueOf(text(value.textValue())) : value;
  }

  private static String text(String value) {
    boolean paired = StandardCharsets.UTF_8.newEncoder().canEncode(value);
    return paired ? value : value.replaceAll("[\\x{D800}-\\x{DFFF}]", "\uFFFD");
  }
}
