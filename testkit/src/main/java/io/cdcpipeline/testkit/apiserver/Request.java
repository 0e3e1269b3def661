package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One HTTP request with its complete body. */
record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      query.put(decode(key), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    Map<String, String> headers = new HashMap<>();
    for (String name : new String[] {"Accept", "Content-Type", "User-Agent", "Upgrade"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      headers.put(name, value == null ? "" : value);
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    return new Request(exchange.getRequestMethod(), path, query, headers, body);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    return parameter(name).equals("true");
  }

  boolean isWatch() {
    return method.equals("GET") && (flag("watch") || parameter("watch").equals("1"));
  }

  boolean hasContentType(String type) {
    return headers.get("Content-Type").startsWith(type);
  }

  boolean wantsTable() {
    return headers.get("Accept").contains("as=Table");
  }

  /** The body as an object; server-side apply sends YAML, a superset of JSON. */
  ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.plain(400, "BadRequest", "the body of the request is not an object");
  }

  JsonNode json() {
    if (body.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return Serialization.unmarshal(body, new TypeReference<JsonNode>() {});
    } catch (RuntimeException e) {
      throw ApiError.plain(400, "BadRequest", "the body is neither JSON nor YAML");
    }
  }

  WriteOptions options(boolean status, JsonNode deleteOptions) {
    boolean orphan = deleteOptions.path("propagationPolicy").asText().equals("Orphan");
    return new WriteOptions(
        status,
        parameter("dryRun").equals("All"),
        parameter("fieldValidation").equals("Strict"),
        false,
        orphan || parameter("propagationPolicy").equals("Orphan"));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
