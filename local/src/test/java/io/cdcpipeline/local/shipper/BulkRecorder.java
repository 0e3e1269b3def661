package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** Answers as Elasticsearch does and keeps every document under its index and id. */
final class BulkRecorder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, JsonNode> documents = new ConcurrentSkipListMap<>();
  private final Map<String, List<Integer>> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger withoutId = new AtomicInteger();

  BulkRecorder() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers these statuses, in order, to attempts to create documents with this in their id. */
  BulkRecorder refuse(String inId, Integer... statuses) {
    refusals.put(inId, new ArrayList<>(List.of(statuses)));
    return this;
  }

  /** Answers 503 to that many bulk requests. */
  void unavailable(int requests) {
    unavailable.set(requests);
  }

  Map<String, JsonNode> documents() {
    return new TreeMap<>(documents);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
      String path = exchange.getRequestURI().getPath();
      int status = path.equals("/_bulk") && unavailable.getAndDecrement() > 0 ? 503 : 200;
      byte[] answer =
          switch (path) {
            case "/_bulk" -> status == 503 ? new byte[0] : bulk(unzipped(exchange, body));
            case "/_license" ->
                utf8("{\"license\":{\"uid\":\"x\",\"status\":\"active\",\"type\":\"basic\"}}");
            default -> utf8("{\"name\":\"n\",\"version\":{\"number\":\"9.5.3\"}}");
          };
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static byte[] unzipped(HttpExchange exchange, byte[] body) throws IOException {
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  private synchronized byte[] bulk(byte[] body) throws IOException {
    ObjectNode answer = JSON.createObjectNode().put("errors", true);
    ArrayNode items = answer.putArray("items");
    List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i += 2) {
      int status = create(JSON.readTree(lines.get(i)), JSON.readTree(lines.get(i + 1)));
      ObjectNode item = items.addObject().putObject("create").put("status", status);
      if (status >= 300) {
        item.putObject("error").put("type", "refused").put("reason", "by the test");
      }
    }
    return utf8(answer.toString());
  }

  private int create(JsonNode action, JsonNode document) {
    JsonNode target = action.path("create");
    String id = target.path("_id").asText("none " + withoutId.get());
    for (Map.Entry<String, List<Integer>> refusal : refusals.entrySet()) {
      if (id.contains(refusal.getKey()) && !refusal.getValue().isEmpty()) {
        return refusal.getValue().remove(0);
      }
    }
    if (!target.has("_id")) {
      withoutId.incrementAndGet();
    }
    String key = target.path("_index").asText() + " " + id;
    return documents.putIfAbsent(key, document) == null ? 201 : 409;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
