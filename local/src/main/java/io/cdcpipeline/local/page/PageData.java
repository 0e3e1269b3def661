package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What {@code data.json} says. All sources are asked at once, so that several that hang take no
 * longer than one. One that fails is named in {@code problems} and leaves out its part; the others
 * are there all the same.
 */
final class PageData {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "page-source");
            thread.setDaemon(true);
            return thread;
          });

  private PageData() {}

  static ObjectNode of(PageSource source, EventFilter filter) {
    var parts = new LinkedHashMap<String, CompletableFuture<ObjectNode>>();
    parts.put("status", ask(() -> field("status", source.status())));
    parts.put("consumer", ask(() -> field("counters", JSON.valueToTree(source.counters()))));
    parts.put("search", ask(() -> events(source.search(EventQuery.body(filter)))));
    ObjectNode data = JSON.createObjectNode().put("name", source.name());
    ObjectNode problems = JSON.createObjectNode();
    parts.forEach(
        (name, part) -> {
          try {
            data.setAll(part.join());
          } catch (CompletionException e) {
            problems.put(name, String.valueOf(e.getCause().getMessage()));
          }
        });
    return data.set("problems", problems);
  }

  private static CompletableFuture<ObjectNode> ask(Supplier<ObjectNode> part) {
    return CompletableFuture.supplyAsync(part, THREADS);
  }

  private static ObjectNode field(String name, JsonNode value) {
    return JSON.createObjectNode().set(name, value);
  }

  private static ObjectNode events(JsonNode answer) {
    if (answer.has("error")) {
      JsonNode reason = answer.at("/error/root_cause/0/reason");
      throw new IllegalStateException(
          "Elasticsearch refuses the search: " + reason.asText(answer.path("error").toString()));
    }
    if (answer.at("/_shards/failed").asInt() > 0) {
      throw new IllegalStateException("Elasticsearch searched only a part of the index");
    }
    ObjectNode data = JSON.createObjectNode();
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
    return data;
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
