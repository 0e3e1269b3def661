package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A readable text with placeholders such as %{name}, a spelling that neither PromQL nor Grafana
 * uses itself.
 */
public record TextTemplate(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("%\\{(\\w+)}");

  /** The text of that name in the resource folder of the class's package. */
  public static TextTemplate load(Class<?> stage, String file) {
    try (var in = stage.getResourceAsStream(file)) {
      return new TextTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a tree in which the placeholders of every text are filled. */
  public static JsonNode fillAll(JsonNode node, Map<String, String> values) {
    if (node.isTextual()) {
      return TextNode.valueOf(new TextTemplate(node.textValue()).fill(values));
    }
    if (node instanceof ArrayNode array) {
      var filled = array.arrayNode(array.size());
      array.forEach(item -> filled.add(fillAll(item, values)));
      return filled;
    }
    if (node instanceof ObjectNode object) {
      var filled = object.objectNode();
      object
          .properties()
          .forEach(field -> filled.set(field.getKey(), fillAll(field.getValue(), values)));
      return filled;
    }
    return node;
  }

  /** The text with every placeholder filled; one without a value is a bug. */
  public String fill(Map<String, String> values) {
    if (!text.contains("%{")) {
      return text;
    }
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            placeholder -> {
              var value = values.get(placeholder.group(1));
              if (value == null) {
                throw new IllegalStateException("no value for " + placeholder.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
