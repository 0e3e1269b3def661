package io.cdcpipeline.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a consumer that is a change.
 *
 * @param json its fields as written
 * @param text the line itself
 */
public record ChangeLine(JsonNode json, String text) {

  /** Empty for a heartbeat, or a line that is none of ours. */
  public static Optional<ChangeLine> parse(String line) {
    if (!line.contains("\"cdc_event\"")) {
      return Optional.empty();
    }
    try {
      var json = Json.JSON.readTree(line);
      return json.path("log_type").asText().equals("cdc_event")
          ? Optional.of(new ChangeLine(json, line))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public String id() {
    return field("event_id");
  }

  public String time() {
    return field("@timestamp");
  }

  /** INSERT, UPDATE, DELETE or DDL. */
  public String op() {
    return field("op").toUpperCase(Locale.ROOT);
  }

  /** database.table. */
  public String table() {
    return field("database") + "." + field("table");
  }

  /** topic, partition and offset, as Kafka's tools write them. */
  public String position() {
    return "%s-%s@%s".formatted(field("topic"), field("partition"), field("offset"));
  }

  /** Whether it is of that pipeline; lines of older consumers do not say. */
  public boolean isOf(String pipeline) {
    return json.path("pipeline").asText(pipeline).equals(pipeline);
  }

  public String field(String name) {
    return json.path(name).asText();
  }

  /**
   * The values of the primary key, as in the id: escaped and joined by commas; "" if the id has
   * none, as it is a hash or a position.
   */
  public String key() {
    var id = id();
    int slash = id.indexOf('/');
    int at = id.lastIndexOf('@');
    return slash < 0 || at < slash ? "" : id.substring(slash + 1, at);
  }
}
