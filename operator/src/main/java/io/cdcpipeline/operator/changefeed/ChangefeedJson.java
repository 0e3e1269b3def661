package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.changefeed.Changefeed.Architecture;
import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and reads the bodies of the Open API. */
final class ChangefeedJson {
  private static final int MAX_TEXT = 400;

  private ChangefeedJson() {}

  static String create(DesiredChangefeed desired, long startTs) {
    ObjectNode body = update(desired);
    body.put("changefeed_id", desired.id());
    body.put("start_ts", startTs);
    return body.toString();
  }

  static ObjectNode update(DesiredChangefeed desired) {
    ObjectNode body = Json.JSON.createObjectNode();
    body.put("sink_uri", desired.sink().text());
    body.set("replica_config", desired.config());
    return body;
  }

  /** Without credentials: TiCDC reads the schema only and does not connect to Kafka. */
  static String tables(DesiredChangefeed desired, List<String> rules, long tso) {
    ObjectNode body = Json.JSON.createObjectNode();
    SinkUri sink = SinkUri.canalJson(desired.sink().brokers(), desired.sink().topic());
    body.put("changefeed_id", desired.id());
    body.put("sink_uri", sink.text());
    body.put("start_ts", tso);
    ObjectNode config = desired.config().deepCopy();
    var array = ((ObjectNode) config.path("filter")).putArray("rules");
    rules.forEach(array::add);
    body.set("replica_config", config);
    return body.toString();
  }

  static Changefeed changefeed(JsonNode json, SecretMasker masker) {
    JsonNode config = json.path("config").deepCopy();
    if (config.path("sink") instanceof ObjectNode sink) {
      sink.remove("kafka_config");
    }
    String state = json.path("state").asText();
    return new Changefeed(
        json.path("id").asText(),
        state.isEmpty() ? "normal" : state,
        json.path("checkpoint_ts").asLong(),
        error(json.path("error"), masker),
        SinkUri.parse(json.path("sink_uri").asText("kafka://?")),
        config,
        json.has("keyspace") || json.has("maintainer_addr")
            ? Architecture.NEW
            : Architecture.CLASSIC);
  }

  private static Optional<Failure> error(JsonNode error, SecretMasker masker) {
    String code = error.path("code").asText("");
    String text = error.path("message").asText("");
    if (code.isEmpty() && text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Failure(ErrorKind.of(0, code, text), oneLine(code, masker.apply(text))));
  }

  static ChangefeedException exception(int status, String body, SecretMasker masker) {
    JsonNode json = Json.JSON.createObjectNode();
    try {
      JsonNode read = Json.JSON.readTree(body);
      json = read != null && read.isObject() ? read : json;
    } catch (java.io.IOException e) {
      // A proxy's page, or another service that was named for TiCDC: none of it is repeated.
    }
    String code = json.path("error_code").asText("");
    String text = json.path("error_msg").asText("");
    String safe = oneLine(code, masker.apply(text));
    return new ChangefeedException(
        ErrorKind.of(status, code, text), safe.isBlank() ? "HTTP status " + status : safe);
  }

  static List<String> names(JsonNode tables) {
    List<String> names = new ArrayList<>();
    for (JsonNode table : tables) {
      names.add(table.path("database_name").asText() + "." + table.path("table_name").asText());
    }
    return names;
  }

  private static String oneLine(String code, String text) {
    String full = code.isEmpty() || text.contains(code) ? text : code + ": " + text;
    String line = full.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
  }
}
