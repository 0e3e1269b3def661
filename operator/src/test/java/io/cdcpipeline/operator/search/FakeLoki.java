package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Loki's query API over lines that a test adds, with the answers and errors of its documentation.
 * Of LogQL it knows what this operator writes; of time nothing.
 */
final class FakeLoki implements AutoCloseable {
  private static final Pattern EQUALS = Pattern.compile("\\| (\\w+)=`([^`]*)`");
  private static final Pattern MATCHES = Pattern.compile("\\| (\\w+)=~`([^`]*)`");
  private static final Pattern ABOVE = Pattern.compile("\\| (\\w+) > (\\d+)");
  private static final Pattern UP_TO = Pattern.compile("\\| (\\w+) <= (\\d+)");

  private static final Pattern NAMED = Pattern.compile("(\\w+)=\"(\\w+)\"");

  private final HttpServer server;
  private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();

  /** Null: it has none, and lets everybody in. */
  volatile String tenant;

  volatile String login;

  /** What it answers to everything, as in "429 too many outstanding requests"; null: properly. */
  volatile String trouble;

  FakeLoki() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The queries so far. */
  List<String> queries() {
    return queries;
  }

  void heartbeat(int partition, Long previous, long watermark, Long events) {
    var line =
        line("cdc_heartbeat")
            .put("partition", partition)
            .put("watermark", String.valueOf(watermark));
    line.put("previous_watermark", previous == null ? null : String.valueOf(previous));
    lines.add(line.put("events", events));
  }

  void event(int partition, long commitTs, String op) {
    lines.add(
        line("cdc_event")
            .put("partition", partition)
            .put("commit_ts", String.valueOf(commitTs))
            .put("op", op)
            .put("offset", lines.size()));
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode line(String type) {
    return Json.JSON
        .createObjectNode()
        .put("log_type", type)
        .put("namespace", "shop")
        .put("pipeline", "shop")
        .put("topic", "cdc-shop-shop");
  }

  private void answer(HttpExchange exchange) throws IOException {
    var refusal = refusal(exchange);
    var uri = exchange.getRequestURI();
    if (refusal != null) {
      send(exchange, Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4));
    } else if (uri.getPath().equals("/loki/api/v1/labels")) {
      send(exchange, 200, "{\"status\":\"success\",\"data\":[\"container\",\"namespace\"]}");
    } else if (uri.getPath().startsWith("/loki/api/v1/query")) {
      var parameters = parameters(uri.getRawQuery());
      queries.add(parameters.get("query"));
      boolean range = uri.getPath().endsWith("_range");
      var data = range ? streams(parameters) : vector(parameters.get("query"));
      send(exchange, 200, "{\"status\":\"success\",\"data\":%s}".formatted(data));
    } else {
      send(exchange, 404, "404 page not found\n");
    }
  }

  private String refusal(HttpExchange exchange) {
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
    return trouble;
  }

  private JsonNode streams(Map<String, String> parameters) {
    var values =
        matching(parameters.get("query")).stream()
            .limit(Long.parseLong(parameters.get("limit")))
            .map(line -> List.of("1767268800000000000", line.toString()))
            .toList();
    var stream = Map.of("stream", Map.of("namespace", "shop"), "values", values);
    return Json.JSON.valueToTree(Map.of("resultType", "streams", "result", List.of(stream)));
  }

  private JsonNode vector(String query) {
    var samples = new ArrayList<Object>();
    if (query.startsWith("sum(")) {
      int count = matching(query).size();
      if (count > 0) {
        samples.add(sample(Map.of(), count));
      }
    } else {
      var ofPartition = new TreeMap<String, Double>();
      for (var line : matching(query)) {
        double value = query.startsWith("max") ? line.path("watermark").asDouble() : 1;
        ofPartition.merge(
            line.path("partition").asText(),
            value,
            query.startsWith("max") ? Double::max : Double::sum);
      }
      ofPartition.forEach(
          (partition, value) -> samples.add(sample(Map.of("partition", partition), value)));
    }
    return Json.JSON.valueToTree(Map.of("resultType", "vector", "result", samples));
  }

  private static Map<String, Object> sample(Map<String, String> metric, double value) {
    return Map.of("metric", metric, "value", List.of(1767268800.5, String.valueOf(value)));
  }

  private List<JsonNode> matching(String query) {
    return lines.stream().filter(line -> matches(line, query)).toList();
  }

  private static boolean matches(JsonNode written, String query) {
    com.fasterxml.jackson.databind.node.ObjectNode line = written.deepCopy();
    NAMED.matcher(query).results().forEach(n -> line.set(n.group(1), written.get(n.group(2))));
    return EQUALS
            .matcher(query)
            .results()
            .filter(f -> !f.group(1).startsWith("__"))
            .allMatch(f -> line.path(f.group(1)).asText().equals(f.group(2)))
        && MATCHES
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asText().matches(f.group(2)))
        && ABOVE
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asDouble() > Double.parseDouble(f.group(2)))
        && UP_TO
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asDouble() <= Double.parseDouble(f.group(2)));
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
