package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** One log line as sent to Elasticsearch: an action and the document. */
record Document(String index, String action, String source) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);

  /** Empty for lines that are not events or not JSON. */
  static Optional<Document> of(String line, Instant readAt) {
    try {
      JsonNode node = JSON.readTree(line);
      return node instanceof ObjectNode event && event.path("log_type").asText().equals("cdc_event")
          ? Optional.of(of(event, readAt))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The id moves out of the document; the index has the day of the change, so that a replay hits
   * the same document.
   */
  private static Document of(ObjectNode event, Instant readAt) throws JsonProcessingException {
    Instant time = time(event, readAt);
    String index = "cdc-events-" + DAY.format(time);
    ObjectNode target = JsonNodeFactory.instance.objectNode().put("_index", index);
    JsonNode id = event.remove("event_id");
    if (id != null && id.isTextual()) {
      target.put("_id", id.asText());
    }
    ObjectNode action = JsonNodeFactory.instance.objectNode();
    action.set("create", target);
    return new Document(index, action.toString(), JSON.writeValueAsString(event));
  }

  /** A missing or unparsable time is replaced by the time of reading, as in Filebeat. */
  private static Instant time(ObjectNode event, Instant readAt) {
    try {
      return OffsetDateTime.parse(event.path("@timestamp").asText()).toInstant();
    } catch (DateTimeParseException e) {
      event.put("@timestamp", readAt.toString());
      return readAt;
    }
  }

  int size() {
    return action.length() + source.length() + 2;
  }
}
