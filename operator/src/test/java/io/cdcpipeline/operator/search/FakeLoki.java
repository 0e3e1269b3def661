package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.Tso;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Loki's query API over lines that a test adds, with the answers, limits and errors of its
 * documentation ("Loki HTTP API", "Troubleshoot queries").
 */
final class FakeLoki implements AutoCloseable {
  private final HttpServer server;
  private final LokiLines lines = new LokiLines();
  private final List<String> queries = new CopyOnWriteArrayList<>();

  /** Null: it has none, and lets everybody in. */
  volatile String tenant;

  volatile String login;

  /** What it answers to everything, as in "429 too many outstanding requests"; null: properly. */
  volatile String trouble;

  /** The same for queries alone: limits and queues do not concern the list of labels. */
  volatile String busy;

  /** The tenant's limits_config, by default as Loki's. */
  volatile Duration maxQueryLength = Duration.ofHours(721);

  volatile int maxEntries = 5000;
  volatile int maxSeries = 500;

  FakeLoki() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  static FakeLoki started() {
    try {
      return new FakeLoki();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The queries so far. */
  List<String> queries() {
    return queries;
  }

  /** Written as soon as the watermark is known. */
  void heartbeat(int partition, Long previous, long watermark, Long events) {
    var line =
        LokiLines.line("cdc_heartbeat", partition).put("watermark", String.valueOf(watermark));
    line.put("previous_watermark", previous == null ? null : String.valueOf(previous));
    lines.add(Tso.instant(watermark), line.put("events", events));
  }

  /** As the pod of a replay writes it. */
  void mark(String replay, int mark, String proof, Instant at) {
    var line = LokiLines.line("cdc_heartbeat", 0).put("mark", mark).put("proof", proof);
    line.put("event_id", "%s@%d/REPLAY".formatted(replay, mark)).remove("partition");
    lines.add(at, line);
  }

  void event(int partition, long commitTs, String op) {
    event(partition, commitTs, op, Tso.instant(commitTs));
  }

  /** One that was written later than it was committed. */
  void event(int partition, long commitTs, String op, Instant at) {
    var line = LokiLines.line("cdc_event", partition).put("commit_ts", String.valueOf(commitTs));
    lines.add(at, line.put("op", op).put("offset", lines.size()));
  }

  /** Takes away the oldest events of a partition. */
  void lose(int partition, int number) {
    lines.lose(partition, number);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    boolean isQuery = uri.getPath().startsWith("/loki/api/v1/query");
    var refusal = refusal(exchange, isQuery);
    if (refusal == null && isQuery) {
      refusal = beyondLimits(uri.getPath(), parameters(uri.getRawQuery()));
    }
    if (refusal != null) {
      send(exchange, Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4));
    } else if (uri.getPath().equals("/loki/api/v1/labels")) {
      send(exchange, 200, "{\"status\":\"success\",\"data\":[\"container\",\"namespace\"]}");
    } else if (isQuery) {
      var parameters = parameters(uri.getRawQuery());
      queries.add(parameters.get("query"));
      var data = isRange(uri.getPath()) ? streams(parameters) : vector(parameters);
      send(exchange, 200, "{\"status\":\"success\",\"data\":%s}".formatted(data));
    } else {
      send(exchange, 404, "404 page not found\n");
    }
  }

  private static boolean isRange(String path) {
    return path.endsWith("_range");
  }

  private String refusal(HttpExchange exchange, boolean isQuery) {
    var headers = exchange.getRequestHeaders();
    var given = headers.getFirst("Authorization");
    if (login != null && !("Basic " + base64(login)).equals(given)) {
      return "401 Unauthorized";
    }
    if (tenant != null && headers.getFirst("X-Scope-OrgID") == null) {
      return "401 no org id\n";
    }
    if (tenant != null && !tenant.equals(headers.getFirst("X-Scope-OrgID"))) {
      return "403 tenant not allowed\n";
    }
    return isQuery && busy != null ? busy : trouble;
  }

  private String beyondLimits(String path, Map<String, String> parameters) {
    var query = parameters.get("query");
    var length =
        isRange(path)
            ? Duration.between(time(parameters, "start"), time(parameters, "end"))
            : LokiLines.range(query);
    if (length.compareTo(maxQueryLength) > 0) {
      return "400 the query time range exceeds the limit (query length: %s, limit: %s)"
          .formatted(length, maxQueryLength);
    }
    if (isRange(path)) {
      int limit = Integer.parseInt(parameters.get("limit"));
      return limit > maxEntries
          ? "400 max entries limit per query exceeded, limit > max_entries_limit_per_query (%d > %d)"
              .formatted(limit, maxEntries)
          : null;
    }
    return lines.values(query, time(parameters, "time")).size() > maxSeries
        ? "400 maximum number of series (%d) reached for a single query; consider reducing query cardinality"
            .formatted(maxSeries)
        : null;
  }

  private JsonNode streams(Map<String, String> parameters) {
    int limit = Integer.parseInt(parameters.get("limit"));
    var start = time(parameters, "start");
    var values =
        lines.between(parameters.get("query"), start, time(parameters, "end"), limit).stream()
            .map(line -> List.of(nanos(line.at()), line.json().toString()))
            .toList();
    var stream = Map.of("stream", Map.of("namespace", "shop"), "values", values);
    var result = values.isEmpty() ? List.of() : List.of(stream);
    return Json.JSON.valueToTree(Map.of("resultType", "streams", "result", result));
  }

  private JsonNode vector(Map<String, String> parameters) {
    var at = time(parameters, "time");
    var samples =
        lines.values(parameters.get("query"), at).entrySet().stream()
            .map(value -> sample(at, value.getKey(), value.getValue()))
            .toList();
    return Json.JSON.valueToTree(Map.of("resultType", "vector", "result", samples));
  }

  private static Map<String, Object> sample(Instant at, String partition, double value) {
    var labels = partition.isEmpty() ? Map.of() : Map.of("partition", partition);
    return Map.of(
        "metric", labels, "value", List.of(at.toEpochMilli() / 1000.0, String.valueOf(value)));
  }

  private static Instant time(Map<String, String> parameters, String name) {
    long nanos = Long.parseLong(parameters.get(name));
    return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  private static String nanos(Instant at) {
    return at.getEpochSecond() + "%09d".formatted(at.getNano());
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new HashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What was asked, without what differs with the time. */
  String asked() {
    return queries.stream().distinct().collect(Collectors.joining("\n"));
  }
}
