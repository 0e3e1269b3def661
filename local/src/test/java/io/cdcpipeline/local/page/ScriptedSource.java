package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a test says that the pipeline, the index and the consumers say. */
final class ScriptedSource implements PageSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> hits = new ArrayList<>();
  private final List<JsonNode> searches = new ArrayList<>();
  private JsonNode status = JSON.nullNode();
  private Map<String, Double> counters = Map.of();
  private String failure = "";
  private CountDownLatch answer = new CountDownLatch(0);

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest event from now on; its id is its number. */
  synchronized void event(String source) {
    ObjectNode hit = JSON.createObjectNode().put("_id", "event-" + hits.size());
    hits.add(0, hit.set("_source", json(source)));
  }

  synchronized void status(String status) {
    this.status = json(status);
  }

  synchronized void counters(Map<String, Double> counters) {
    this.counters = counters;
  }

  /** Every search fails with this, until it is empty. */
  synchronized void failure(String failure) {
    this.failure = failure;
  }

  /** Searches are answered when the latch is open. */
  synchronized void answerAfter(CountDownLatch answer) {
    this.answer = answer;
  }

  synchronized JsonNode lastSearch() {
    return searches.get(searches.size() - 1);
  }

  @Override
  public String name() {
    return "shop/shop";
  }

  @Override
  public synchronized JsonNode status() {
    return status;
  }

  @Override
  public synchronized Map<String, Double> counters() {
    return counters;
  }

  private synchronized CountDownLatch answer() {
    return answer;
  }

  @Override
  public JsonNode search(String body) {
    try {
      answer().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return found(json(body));
  }

  private synchronized JsonNode found(JsonNode body) {
    searches.add(body);
    if (!failure.isEmpty()) {
      throw new IllegalStateException(failure);
    }
    String filter = body.path("post_filter").toString();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode selected = answer.putObject("hits").putArray("hits");
    for (JsonNode hit : hits) {
      String op = hit.at("/_source/op").asText();
      if (!filter.contains("\"op\"") || filter.contains("\"" + op + "\"")) {
        selected.add(hit);
      }
    }
    ((ObjectNode) answer.get("hits")).putObject("total").put("value", selected.size());
    answer.set("aggregations", aggregations());
    return answer;
  }

  private JsonNode aggregations() {
    ArrayNode operations = JSON.createArrayNode();
    for (String op : List.of("INSERT", "UPDATE", "DELETE")) {
      long count = hits.stream().filter(hit -> hit.at("/_source/op").asText().equals(op)).count();
      operations.addObject().put("key", op).put("doc_count", count);
    }
    ObjectNode all = JSON.createObjectNode();
    all.putObject("operations").set("buckets", operations);
    all.putObject("hour").putObject("operations").set("buckets", operations);
    all.putObject("minute").put("doc_count", hits.size());
    ObjectNode database = all.putObject("databases").putArray("buckets").addObject();
    ArrayNode tables = database.put("key", "shop").putObject("tables").putArray("buckets");
    tables.addObject().put("key", "orders");
    tables.addObject().put("key", "customers");
    return all;
  }
}
