package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What {@code data.json} says. A source that fails is named in {@code problems} and leaves out its
 * part; the others are there all the same.
 */
final class PageData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PageSource source;
  private final ObjectNode data = JSON.createObjectNode();
  private final ObjectNode problems = JSON.createObjectNode();

  private PageData(PageSource source) {
    this.source = source;
  }

  static ObjectNode of(PageSource source, EventFilter filter) {
    PageData page = new PageData(source);
    page.data.put("name", source.name());
    page.part("status", () -> page.data.set("status", source.status()));
    page.part("consumer", () -> page.data.set("counters", JSON.valueToTree(source.counters())));
    page.part("search", () -> page.events(filter));
    page.data.set("problems", page.problems);
    return page.data;
  }

  private void part(String name, Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      problems.put(name, String.valueOf(e.getMessage()));
    }
  }

  private void events(EventFilter filter) {
    JsonNode answer = source.search(EventQuery.body(filter));
    if (answer.has("error")) {
      JsonNode reason = answer.at("/error/root_cause/0/reason");
      throw new IllegalStateException(
          "Elasticsearch refuses the search: " + reason.asText(answer.path("error").toString()));
    }
    if (answer.at("/_shards/failed").asInt() > 0) {
      throw new IllegalStateException("Elasticsearch searched only a part of the index");
    }
    data.set("events", answer.at("/hits/hits"));
    data.set("selected", answer.at("/hits/total/value"));
    data.set("totals", operations(answer.at("/aggregations/operations/buckets")));
    data.set("operations", operations(answer.at("/aggregations/hour/operations/buckets")));
    data.set("lastMinute", answer.at("/aggregations/minute/doc_count"));
    var tables = data.putArray("tables");
    for (JsonNode database : answer.at("/aggregations/databases/buckets")) {
      for (JsonNode table : database.at("/tables/buckets")) {
        tables.add(database.path("key").asText() + "." + table.path("key").asText());
      }
    }
  }

  /** As the metrics spell them: in lower case. */
  private static ObjectNode operations(JsonNode buckets) {
    ObjectNode counts = JSON.createObjectNode();
    for (JsonNode bucket : buckets) {
      counts.put(
          bucket.path("key").asText().toLowerCase(Locale.ROOT), bucket.path("doc_count").asLong());
    }
    return counts;
  }
}
