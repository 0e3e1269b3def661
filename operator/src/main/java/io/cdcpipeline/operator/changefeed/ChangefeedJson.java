package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bodies of the Open API, read and written. */
final class ChangefeedJson {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 400;

  private ChangefeedJson() {}

  static String create(DesiredChangefeed wish, long startTs) {
    ObjectNode body = update(wish);
    body.put("changefeed_id", wish.id());
    body.put("start_ts", startTs);
    return body.toString();
  }

  static ObjectNode update(DesiredChangefeed wish) {
    ObjectNode body = JSON.createObjectNode();
    body.put("sink_uri", wish.sink().text());
    body.set("replica_config", wish.config());
    return body;
  }

  /** Without the credentials: TiCDC looks at the schema only, not at Kafka. */
  static String tables(DesiredChangefeed wish, List<String> rules, long tso) {
    ObjectNode body = JSON.createObjectNode();
    SinkUri sink = SinkUri.canalJson(wish.sink().brokers(), wish.sink().topic());
    body.put("changefeed_id", wish.id());
    body.put("sink_uri", sink.text());
    body.put("start_ts", tso);
    ObjectNode config = wish.config().deepCopy();
    var array = ((ObjectNode) config.path("filter")).putArray("rules");
    rules.forEach(array::add);
    body.set("replica_config", config);
    return body.toString();
  }

  static Changefeed changefeed(JsonNode json, SecretMasker redaction) {
    JsonNode config = json.path("config").deepCopy();
    if (config.path("sink") instanceof ObjectNode sink) {
      sink.remove("kafka_config");
    }
    String state = json.path("state").asText();
    return new Changefeed(
        json.path("id").asText(),
        state.isEmpty() ? "normal" : state,
        json.path("checkpoint_ts").asLong(),
        trouble(json.path("error"), redaction),
        SinkUri.shown(json.path("sink_uri").asText("kafka://?")),
        config,
        json.has("keyspace") || json.has("maintainer_addr")
            ? Architecture.NEW
            : Architecture.CLASSIC);
  }

  private static Optional<Trouble> trouble(JsonNode error, SecretMasker redaction) {
    String code = error.path("code").asText("");
    String text = error.path("message").asText("");
    if (code.isEmpty() && text.isEmpty()) {
      return Optional.empty();
    }
    ErrorKind cause = ErrorKind.of(0, code, text);
    return Optional.of(new Trouble(cause, said(code, redaction.apply(text))));
  }

  static ChangefeedException refusal(int status, String body, SecretMasker redaction) {
    JsonNode json = JSON.createObjectNode();
    try {
      JsonNode read = JSON.readTree(body);
      json = read != null && read.isObject() ? read : json;
    } catch (java.io.IOException e) {
      // A proxy's HTML page: its text is all there is.
    }
    String code = json.path("error_code").asText("");
    String text = json.path("error_msg").asText(body);
    String safe = said(code, redaction.apply(text));
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

  private static String said(String code, String text) {
    String whole = code.isEmpty() || text.contains(code) ? text : code + ": " + text;
    String line = whole.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }
}
