package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.endpoint.LogQl;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.Tso;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pipeline's lines in Loki, through its query API. */
final class LokiClient implements EventStore {
  /** What Loki returns at most unless it is configured otherwise. */
  private static final int MAX_LINES = 5000;

  /** One query each: what is left is counted in the next round. */
  private static final int MAX_SPANS = 20;

  /** Lines are shipped a little after they are written, and clocks differ. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final LokiHttp http;
  private final Clock clock;

  LokiClient(LokiEndpoint endpoint, ConnectionGuard guard, Clock clock) {
    this.http = new LokiHttp(endpoint, guard);
    this.clock = clock;
  }

  /** Every tenant has labels, or none; either is an answer. */
  @Override
  public void logIn() {
    http.get("/loki/api/v1/labels", Map.of());
  }

  @Override
  public Map<Integer, Instant> newestHeartbeats(
      ResourceNames pipeline, String topic, boolean recent) {
    var query = new LogQl(pipeline, topic).newestWatermarks(recent ? "15m" : "6h");
    var newest = new HashMap<Integer, Instant>();
    vector(query).forEach((partition, tso) -> newest.put(partition, Tso.instant(tso.longValue())));
    return newest;
  }

  @Override
  public AuditSearch.Found audit(AuditSearch search) {
    var logQl = new LogQl(search.pipeline(), search.topic());
    long after = Collections.min(search.after());
    var lines =
        lines(
            logQl.heartbeats("partition", "watermark", "previous_watermark", "events"),
            Tso.instant(after));
    var heartbeats =
        lines.stream().map(LokiClient::window).filter(window -> window.to() > after).toList();
    return new AuditSearch.Found(heartbeats, lines.size() >= MAX_LINES, counts(logQl, search));
  }

  /** A copy is no surplus: Loki keeps every line that it is sent. */
  private Map<HeartbeatWindow, Long> counts(LogQl logQl, AuditSearch search) {
    var counts = new HashMap<HeartbeatWindow, Long>();
    var spans =
        search.windows().stream()
            .collect(
                Collectors.groupingBy(
                    window -> List.of(window.from(), window.to()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    spans.entrySet().stream()
        .limit(MAX_SPANS)
        .forEach(
            span -> {
              long from = span.getKey().get(0);
              var found = vector(logQl.committed(from, span.getKey().get(1), since(from)));
              for (var window : span.getValue()) {
                long count = found.getOrDefault(window.partition(), 0.0).longValue();
                counts.put(window, Math.min(count, window.events()));
              }
            });
    return counts;
  }

  @Override
  public boolean hasRecords(ResourceNames pipeline, String topic, List<ReplayedLine> records) {
    var logQl = new LogQl(pipeline, topic);
    return records.stream()
        .allMatch(
            record -> {
              var query = logQl.replayed(record.partition(), record.offset(), "24h");
              return !http.query(query, clock.instant()).isEmpty();
            });
  }

  /** A range that reaches back to before a commit. */
  private String since(long tso) {
    var back = Duration.between(Tso.instant(tso), clock.instant()).plus(MARGIN);
    return Math.max(1, back.toSeconds()) + "s";
  }

  private Map<Integer, Double> vector(String query) {
    var values = new HashMap<Integer, Double>();
    for (var sample : http.query(query, clock.instant())) {
      values.put(sample.at("/metric/partition").asInt(), sample.path("value").path(1).asDouble());
    }
    return values;
  }

  /** As JSON, oldest first. */
  private List<JsonNode> lines(String query, Instant from) {
    var lines = new ArrayList<JsonNode>();
    for (var stream : http.queryRange(query, from, clock.instant(), MAX_LINES)) {
      for (var entry : stream.path("values")) {
        lines.add(json(entry.path(1).asText()));
      }
    }
    return lines;
  }

  /** The query has parsed it before. */
  private static JsonNode json(String line) {
    try {
      return Json.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Json.JSON.missingNode();
    }
  }

  /** TSOs are texts in a line. */
  private static HeartbeatWindow window(JsonNode line) {
    var from = line.path("previous_watermark");
    var events = line.path("events");
    return new HeartbeatWindow(
        line.path("partition").asInt(),
        from.isTextual() || from.isNumber() ? Long.valueOf(from.asText()) : null,
        line.path("watermark").asLong(),
        events.isNumber() ? events.asLong() : null);
  }
}
