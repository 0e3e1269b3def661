package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The variables of a dashboard, which Grafana's page fills in before it sends a query. */
record PanelVariables(Map<String, String> values) {
  /** Written $name, ${name}, ${name:format} or [[name]]; those with __ are filled in by servers. */
  private static final Pattern USE =
      Pattern.compile("\\$(?!__)(\\w+)|\\$\\{(?!__)(\\w+)(?::\\w+)?}|\\[\\[(\\w+)(?::\\w+)?]]");

  /** Of our pipeline, whatever a dashboard was last opened with. */
  static PanelVariables of(ResourceNames names) {
    return new PanelVariables(Map.of("namespace", names.namespace(), "pipeline", names.pipeline()));
  }

  /** With those of a dashboard, as they are when it is opened. */
  PanelVariables of(JsonNode dashboard) {
    var all = new HashMap<String, String>();
    for (var variable : dashboard.at("/templating/list")) {
      all.put(variable.path("name").asText(), value(variable));
    }
    all.putAll(values);
    return new PanelVariables(all);
  }

  private static String value(JsonNode variable) {
    var current = variable.at("/current/value");
    var value =
        current.isArray()
            ? StreamSupport.stream(current.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("|"))
            : current.asText();
    if (value.contains("$__all") || (value.isEmpty() && !isText(variable))) {
      return variable.path("allValue").asText(".*");
    }
    return value;
  }

  private static boolean isText(JsonNode variable) {
    return variable.path("type").asText().equals("textbox");
  }

  /** The same with each use replaced; one of an unknown variable stays. */
  JsonNode fill(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(fill(node.asText()));
    }
    if (node.isArray()) {
      var filled = Json.JSON.createArrayNode();
      node.forEach(item -> filled.add(fill(item)));
      return filled;
    }
    if (node.isObject()) {
      ObjectNode filled = Json.JSON.createObjectNode();
      node.properties().forEach(field -> filled.set(field.getKey(), fill(field.getValue())));
      return filled;
    }
    return node;
  }

  private String fill(String text) {
    return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(value(use)));
  }

  private String value(java.util.regex.MatchResult use) {
    for (int group = 1; group <= 3; group++) {
      if (use.group(group) != null) {
        return values.getOrDefault(use.group(group), use.group());
      }
    }
    return use.group();
  }
}
