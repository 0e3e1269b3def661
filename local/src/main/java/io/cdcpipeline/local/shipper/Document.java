package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One log line as sent to Elasticsearch: an action and the document that Filebeat with the
 * operator's configuration makes of it. FilebeatContractIT compares both.
 */
record Document(String index, String action, String source) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);

  /** The log types that are shipped, each with the beginning of its daily indices' names. */
  private static final Map<String, String> INDICES =
      Map.of("cdc_event", "cdc-events-", "cdc_heartbeat", "cdc-heartbeats-");

  /** What Filebeat adds to a document and the operator's configuration drops, even if ours. */
  private static final List<String> DROPPED = List.of("agent", "ecs", "host", "input", "stream");

  /** Empty for lines that are of no type that is shipped, or not JSON. */
  static Optional<Document> of(LogEntry entry) {
    return parsed(entry.text())
        .filter(line -> INDICES.containsKey(line.path("log_type").textValue()))
        .map(line -> of(line, entry));
  }

  private static Optional<ObjectNode> parsed(String line) {
    try {
      return JSON.readTree(line) instanceof ObjectNode object
          ? Optional.of((ObjectNode) FilebeatJson.asFilebeatReads(object))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The id moves out of the document; the index has the day of the change, so that a replay hits
   * the same document.
   */
  private static Document of(ObjectNode line, LogEntry entry) {
    Instant time = time(line, entry.writtenAt());
    String index = INDICES.get(line.path("log_type").textValue()) + DAY.format(time);
    ObjectNode target = JsonNodeFactory.instance.objectNode().put("_index", index);
    if (line.path("event_id").isTextual()) {
      String id = line.remove("event_id").textValue();
      if (!id.isEmpty()) {
        target.put("_id", id);
      }
    }
    line.remove(DROPPED);
    origin(line, entry);
    ObjectNode action = JsonNodeFactory.instance.objectNode();
    action.set("create", target);
    return new Document(index, action.toString(), line.toString());
  }

  /** A missing or unreadable time is replaced by the container runtime's. */
  private static Instant time(ObjectNode line, Instant writtenAt) {
    JsonNode given = line.get("@timestamp");
    Optional<Instant> read = FilebeatTime.read(given);
    if (given != null && read.isEmpty()) {
      String why = given.isTextual() ? "parse error on " + given.textValue() : "not string";
      line.putObject("error")
          .put("message", "@timestamp not overwritten (" + why + ")")
          .put("type", "json");
    }
    Instant time = read.orElse(writtenAt);
    line.put("@timestamp", FilebeatTime.written(time));
    return time;
  }

  private static void origin(ObjectNode line, LogEntry entry) {
    ObjectNode log = line.path("log") instanceof ObjectNode own ? own : line.putObject("log");
    log.put("offset", entry.offset()).putObject("file").put("path", entry.file().toString());
  }

  int size() {
    return action.length() + source.length() + 2;
  }
}
