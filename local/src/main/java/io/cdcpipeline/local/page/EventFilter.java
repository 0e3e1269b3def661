package io.cdcpipeline.local.page;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which events the table shows; an empty text does not restrict.
 *
 * @param text the beginning of a value, or words of a statement
 * @param table {@code database.table}
 * @param op insert, update, delete or ddl
 */
record EventFilter(String text, String table, String op) {
  static EventFilter of(HttpExchange exchange) {
    Map<String, String> parameters = new HashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String parameter : query == null ? new String[0] : query.split("&")) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
      }
    }
    return new EventFilter(
        parameters.getOrDefault("text", "").strip(),
        parameters.getOrDefault("table", ""),
        parameters.getOrDefault("op", ""));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
