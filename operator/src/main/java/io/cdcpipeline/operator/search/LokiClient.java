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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pipeline's lines in Loki, through its query API. */
final class LokiClient implements EventStore {
  /** The longest range that is asked for in one query; tenants may have a limit. */
  private static final Duration LONGEST = Duration.ofHours(6);

  private static final Duration REPLAYS = Duration.ofDays(1);

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
    var query =
        new LogQl(pipeline, topic).newestWatermarks(recent ? "15m" : LONGEST.toHours() + "h");
    var newest = new HashMap<Integer, Instant>();
    vector(query, clock.instant())
        .forEach((partition, tso) -> newest.put(partition, Tso.instant(tso.longValue())));
    return newest;
  }

  @Override
  public AuditSearch.Found audit(AuditSearch search) {
    var logQl = new LogQl(search.pipeline(), search.topic());
    long after = Collections.min(search.after());
    var query = logQl.heartbeats("partition", "watermark", "previous_watermark", "events");
    var found = oldest(query, Tso.instant(after));
    var heartbeats =
        found.lines().stream()
            .map(LokiClient::json)
            .map(LokiClient::window)
            .filter(window -> window.to() > after)
            .toList();
    return new AuditSearch.Found(heartbeats, found.isFull(), counts(logQl, search));
  }

  /** Of the first range that has any. */
  private LokiHttp.Lines oldest(String query, Instant from) {
    var now = clock.instant();
    var start = from;
    while (start.plus(LONGEST).isBefore(now)) {
      var end = start.plus(LONGEST);
      var found = http.lines(query, start, end);
      if (!found.lines().isEmpty()) {
        return new LokiHttp.Lines(found.lines(), true);
      }
      start = end;
    }
    return http.lines(query, start, now);
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
              var found = committed(logQl, from, span.getKey().get(1));
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
    return records.stream().allMatch(record -> isWritten(logQl, record));
  }

  private boolean isWritten(LogQl logQl, ReplayedLine line) {
    return back(clock.instant().minus(REPLAYS))
        .anyMatch(
            range -> {
              var query = logQl.replayed(line.partition(), line.offset(), range.length());
              return !http.query(query, range.end()).isEmpty();
            });
  }

  @Override
  public Map<Integer, String> marks(ResourceNames pipeline, String topic, MarkQuery query) {
    var logQl = new LogQl(pipeline, topic).marks(query.id());
    var proofs = new HashMap<Integer, String>();
    back(query.since().minus(MARGIN))
        .takeWhile(range -> !proofs.keySet().containsAll(query.marks()))
        .forEach(range -> marks(logQl, range, proofs));
    return proofs;
  }

  private void marks(String logQl, Range range, Map<Integer, String> proofs) {
    http.lines(logQl, range.begin(), range.end()).lines().stream()
        .map(LokiClient::json)
        .forEach(line -> MarkQuery.add(line, proofs));
  }

  /** Lines are written after a commit, perhaps long after. */
  private Map<Integer, Double> committed(LogQl logQl, long above, long upTo) {
    var counts = new HashMap<Integer, Double>();
    back(Tso.instant(above).minus(MARGIN))
        .map(range -> vector(logQl.committed(above, upTo, range.length()), range.end()))
        .forEach(found -> found.forEach((of, count) -> counts.merge(of, count, Double::sum)));
    return counts;
  }

  /** A range before a time, which belongs to it; its beginning does not. */
  private record Range(Instant end, Duration duration) {
    Instant begin() {
      return end.minus(duration);
    }

    String length() {
      return Math.max(1, duration.toSeconds()) + "s";
    }
  }

  /** From now back to a time, in ranges that touch each other. */
  private Stream<Range> back(Instant from) {
    var now = clock.instant();
    return Stream.iterate(now, end -> end.isAfter(from), end -> end.minus(LONGEST))
        .map(
            end -> {
              var left = Duration.between(from, end);
              return new Range(end, left.compareTo(LONGEST) < 0 ? left : LONGEST);
            });
  }

  private Map<Integer, Double> vector(String query, Instant at) {
    var values = new HashMap<Integer, Double>();
    for (var sample : http.query(query, at)) {
      values.put(sample.at("/metric/partition").asInt(), sample.path("value").path(1).asDouble());
    }
    return values;
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
