package io.cdcpipeline.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lines that are compared: those of a replay with those that a consumer wrote first. */
final class ReplayedLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Predicate<JsonNode> HEARTBEAT =
      line -> line.path("log_type").asText().equals("cdc_heartbeat");

  private ReplayedLines() {}

  static boolean isBetween(JsonNode line, Instant from, Instant to) {
    Instant at = Instant.parse(line.path("@timestamp").asText());
    return !at.isBefore(from) && !at.isAfter(to);
  }

  static List<String> events(List<String> lines) {
    return events(lines, line -> true);
  }

  /** As they are, byte for byte. */
  static List<String> events(List<String> lines, Predicate<JsonNode> wanted) {
    return lines.stream()
        .filter(line -> HEARTBEAT.negate().and(wanted).test(json(line)))
        .collect(Collectors.toList());
  }

  static List<JsonNode> heartbeats(List<String> lines) {
    return heartbeats(lines, line -> true);
  }

  /** Without the time at which they were written. */
  static List<JsonNode> heartbeats(List<String> lines, Predicate<JsonNode> wanted) {
    return lines.stream()
        .map(ReplayedLines::json)
        .filter(HEARTBEAT.and(wanted))
        .peek(line -> ((ObjectNode) line).remove("written_at"))
        .collect(Collectors.toList());
  }

  static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  static List<Integer> lastRecord(Path result) throws IOException {
    JsonNode json = JSON.readTree(result.toFile());
    return List.of(json.path("partition").asInt(), json.path("offset").asInt());
  }

  static List<Integer> lastRecord(List<String> lines) {
    List<String> events = events(lines);
    JsonNode last = json(events.get(events.size() - 1));
    return List.of(last.path("partition").asInt(), last.path("offset").asInt());
  }
}
