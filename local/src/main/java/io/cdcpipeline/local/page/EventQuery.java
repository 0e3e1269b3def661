package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Locale;
import java.util.Set;

/**
 * The one search behind the page: the newest events that a filter selects, and counts of all. The
 * filter comes after the aggregations, so that it does not change them.
 */
final class EventQuery {
  static final int ROWS = 50;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ROW_CHANGES = Set.of("INSERT", "UPDATE", "DELETE");

  private static final String COUNTS =
      """
      {
        "operations": {"terms": {"field": "op", "size": 100}},
        "databases": {
          "terms": {"field": "database", "size": 100},
          "aggs": {"tables": {"terms": {"field": "table", "size": 200}}}
        },
        "hour": {
          "filter": {"range": {"@timestamp": {"gte": "now-1h"}}},
          "aggs": {"operations": {"terms": {"field": "op", "size": 100}}}
        },
        "minute": {"filter": {"range": {"@timestamp": {"gte": "now-1m"}}}}
      }
      """;

  private EventQuery() {}

  static String body(EventFilter filter) {
    ObjectNode body = JSON.createObjectNode();
    body.put("size", ROWS).put("track_total_hits", true);
    body.putArray("sort").addObject().put("@timestamp", "desc");
    body.putRawValue("aggs", new RawValue(COUNTS));
    ObjectNode selected = body.putObject("post_filter").putObject("bool");
    ArrayNode all = selected.putArray("filter");
    if (!filter.table().isEmpty()) {
      table(filter.table(), all);
    }
    if (!filter.text().isEmpty()) {
      text(filter.text(), all.addObject().putObject("bool").putArray("should"));
    }
    if (filter.op().equals("ddl")) {
      ArrayNode rows = selected.putObject("must_not").putObject("terms").putArray("op");
      ROW_CHANGES.stream().sorted().forEach(rows::add);
    } else if (!filter.op().isEmpty()) {
      term(all, "op", filter.op().toUpperCase(Locale.ROOT));
    }
    return body.toString();
  }

  private static void table(String name, ArrayNode all) {
    int dot = name.indexOf('.');
    term(all, "database", name.substring(0, Math.max(0, dot)));
    term(all, "table", name.substring(dot + 1));
  }

  /** The fields of a row are one flattened field, which knows values and how they begin. */
  private static void text(String text, ArrayNode any) {
    for (String field : new String[] {"data", "old", "table", "database"}) {
      any.addObject().putObject("prefix").put(field, text);
    }
    ObjectNode sql = any.addObject().putObject("wildcard").putObject("sql");
    sql.put("value", "*" + text.replaceAll("([*?\\\\])", "\\\\$1") + "*");
    sql.put("case_insensitive", true);
  }

  private static void term(ArrayNode all, String field, String value) {
    all.addObject().putObject("term").put(field, value);
  }
}
