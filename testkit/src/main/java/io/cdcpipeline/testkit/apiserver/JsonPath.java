package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSONPath of printer columns and scale paths: fields, indices and one equality filter per
 * step.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:[^.\\[\\\\]|\\\\.)+)"
              + "|\\['([^']+)']|\\[\"([^\"]+)\"]"
              + "|\\[(\\d+)]"
              + "|\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)]");

  private JsonPath() {}

  static JsonNode read(JsonNode root, String path) {
    Matcher step = STEP.matcher(path.startsWith(".") || path.startsWith("[") ? path : "." + path);
    JsonNode node = root;
    int at = 0;
    while (at < path.length() && step.find(at) && step.start() == at) {
      node = read(node, step);
      at = step.end();
    }
    return node;
  }

  private static JsonNode read(JsonNode node, Matcher step) {
    for (int group = 1; group <= 3; group++) {
      if (step.group(group) != null) {
        return node.path(step.group(group).replace("\\", ""));
      }
    }
    if (step.group(4) != null) {
      return node.path(Integer.parseInt(step.group(4)));
    }
    for (JsonNode item : node) {
      if (item.at("/" + step.group(5).replace('.', '/')).asText().equals(step.group(6))) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }
}
