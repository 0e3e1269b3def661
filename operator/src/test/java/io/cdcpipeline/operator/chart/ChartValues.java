package io.cdcpipeline.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The values of the chart: their order, defaults and comments from values.yaml, types and the
 * descriptions of uncommented ones from its schema.
 */
final class ChartValues {
  private static final Pattern KEY =
      Pattern.compile("( *)([A-Za-z]+):(?: +(.*?))??(?:(?: {2,}| +)# (.*))?");
  private static final Pattern COMMENT = Pattern.compile(" *# (.*)");

  /** One value that is no group of others. */
  record Value(String path, String type, String byDefault, String description) {}

  private final JsonNode schema;
  private final List<Value> values = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final List<String> comment = new ArrayList<>();
  private String group = "";

  private ChartValues(JsonNode schema) {
    this.schema = schema;
  }

  static List<Value> read() throws IOException {
    var schema = Json.JSON.readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
    var values = new ChartValues(schema);
    Files.readAllLines(Chart.FOLDER.resolve("values.yaml")).forEach(values::line);
    return values.values;
  }

  private void line(String line) {
    var commented = COMMENT.matcher(line);
    var key = KEY.matcher(line);
    if (commented.matches()) {
      comment.add(commented.group(1));
      return;
    }
    if (key.matches()) {
      key(key.group(1).length() / 2, key.group(2), key.group(3), key.group(4));
    }
    comment.clear();
  }

  private void key(int depth, String name, String value, String trailing) {
    while (path.size() > depth) {
      path.removeLast();
    }
    path.addLast(name);
    if (trailing != null) {
      comment.add(trailing);
    }
    var said = String.join(" ", comment);
    if (depth == 0) {
      group = value == null ? said : "";
    }
    if (value != null && !inFixedGroup()) {
      add(value, said);
    }
  }

  /** Such as requests of resources: free objects, one value of the chart each. */
  private boolean inFixedGroup() {
    return path.size() > 1 && !schemaOf(path.stream().toList()).isPresent();
  }

  private void add(String value, String said) {
    var at = schemaOf(path.stream().toList()).orElseThrow();
    var described = said.isEmpty() ? at.path("description").asText(group) : said;
    values.add(
        new Value(
            path.stream().collect(Collectors.joining(".")), type(at), value, sentence(described)));
  }

  private static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var begin = text.startsWith("sha256") ? "s" : text.substring(0, 1).toUpperCase(Locale.ROOT);
    return begin + text.substring(1) + (text.endsWith(".") ? "" : ".");
  }

  private String type(JsonNode at) {
    if (at.has("enum")) {
      return StreamSupport.stream(at.get("enum").spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(", "));
    }
    var type = at.path("type");
    return type.isArray()
        ? StreamSupport.stream(type.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" or "))
        : type.asText();
  }

  private Optional<JsonNode> schemaOf(List<String> keys) {
    var at = schema;
    for (var key : keys) {
      at = resolved(at.path("properties").path(key));
    }
    return at.isMissingNode() ? Optional.empty() : Optional.of(at);
  }

  private JsonNode resolved(JsonNode at) {
    return at.has("$ref") ? schema.at(at.get("$ref").asText().substring(1)) : at;
  }
}
