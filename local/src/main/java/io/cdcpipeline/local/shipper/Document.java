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

/** One line as Elasticsearch gets it: an action and the document. */
record Document(String index, String action, String source) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);

  /** Lines that are not events, and text that is not JSON, are nobody's document. */
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

  /** The id leaves the document; the day is the change's own, so that a replay finds it again. */
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

  /** A missing or unreadable time is replaced by the time of reading, as Filebeat does. */
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
