package io.cdcpipeline.local.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Documents in a real Elasticsearch, and searches as Grafana's plugin makes them of a target. */
final class EventIndex {
  private static final String INDEX = "/cdc-events-grafana";

  /** What a dashboard opens with. */
  static final Map<String, String> ALL = Map.of("${table}", "*", "${op}", "*", "${text:raw}", "");

  private final Elasticsearch node;
  private final HttpClient http;

  /** An empty index of the operator's template. */
  EventIndex(LocalServers servers) throws IOException, InterruptedException {
    node = servers.elasticsearch();
    http = TrustedHttp.client(node.authority());
    var template =
        Path.of(
            System.getProperty("repository.root", ".."),
            "operator/src/main/resources/io/cdcpipeline/operator/search/cdc-events-template.json");
    var mappings = Target.JSON.readTree(Files.readString(template)).at("/template/mappings");
    call("DELETE", INDEX + "?ignore_unavailable=true", "");
    call("PUT", INDEX, Target.JSON.createObjectNode().set("mappings", mappings).toString());
  }

  /** Lines as the consumer writes them, and each again with another owner or type. */
  void add(List<ObjectNode> events) throws IOException, InterruptedException {
    var bulk = new StringBuilder();
    for (var event : events) {
      for (var other : List.of("", "namespace", "pipeline", "log_type")) {
        var document = event.deepCopy();
        if (!other.isEmpty()) {
          document.put(other, "another");
        }
        bulk.append("{\"create\":{}}\n").append(document).append('\n');
      }
    }
    var answer = call("POST", INDEX + "/_bulk?refresh=true", bulk.toString());
    assertThat(answer.path("errors").asBoolean(true)).as(answer.toString()).isFalse();
  }

  static ObjectNode event(Instant committed, String table, String op) {
    return Target.JSON
        .createObjectNode()
        .put("@timestamp", committed.toString())
        .put("log_type", "cdc_event")
        .put("namespace", "shop")
        .put("pipeline", "shop")
        .put("op", op)
        .put("database", "shop")
        .put("table", table)
        .put("topic", "cdc-shop-shop");
  }

  /** What a panel shows, by the names of its series or the values of its columns. */
  Map<String, Double> sums(Target target, long now) throws IOException, InterruptedException {
    var sums = new TreeMap<String, Double>();
    var aggregations = aggregations(target.json().path("bucketAggs"), 0, now);
    var body = body(target, now, ALL).put("size", 0).<ObjectNode>set("aggs", aggregations);
    collect(call("POST", INDEX + "/_search", body.toString()).get("aggregations"), "", sums);
    return sums;
  }

  /** The documents of a table of raw ones. */
  List<JsonNode> hits(Target target, long now, Map<String, String> choices)
      throws IOException, InterruptedException {
    var body = body(target, now, choices);
    body.put("size", Integer.parseInt(target.json().at("/metrics/0/settings/size").asText()));
    var answer = call("POST", INDEX + "/_search", body.toString());
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    var hits = new ArrayList<JsonNode>();
    answer.at("/hits/hits").forEach(hit -> hits.add(hit.get("_source")));
    return hits;
  }

  private static ObjectNode body(Target target, long now, Map<String, String> choices) {
    var lucene = target.json().get("query").asText();
    for (var choice : choices.entrySet()) {
      lucene = lucene.replace(choice.getKey(), choice.getValue());
    }
    var body = Target.JSON.createObjectNode();
    var filter = body.withObject("/query/bool").putArray("filter");
    var range = filter.addObject().withObject("/range/@timestamp");
    range.put("gte", 1000 * (now - 3600)).put("lte", 1000 * now).put("format", "epoch_millis");
    var query = filter.addObject().withObject("/query_string");
    query.put("query", lucene).put("analyze_wildcard", true);
    return body;
  }

  private static ObjectNode aggregations(JsonNode buckets, int index, long now) {
    var aggregations = Target.JSON.createObjectNode();
    if (index == buckets.size()) {
      return aggregations;
    }
    var bucket = buckets.get(index);
    var type = bucket.get("type").asText();
    var aggregation = aggregations.putObject("by");
    var options = aggregation.putObject(type).put("field", bucket.get("field").asText());
    if (type.equals("terms")) {
      options.put("size", bucket.at("/settings/size").asInt());
    } else {
      options.put("fixed_interval", "15s").put("min_doc_count", 0);
      options.putObject("extended_bounds").put("min", 1000 * (now - 3600)).put("max", 1000 * now);
    }
    var inner = aggregations(buckets, index + 1, now);
    if (!inner.isEmpty()) {
      aggregation.set("aggs", inner);
    }
    return aggregations;
  }

  /** A bar's time is no part of its name. */
  private static void collect(JsonNode aggregations, String name, Map<String, Double> sums) {
    for (var bucket : aggregations.at("/by/buckets")) {
      var key = bucket.has("key_as_string") ? "" : bucket.get("key").asText();
      var inner = name.isEmpty() || key.isEmpty() ? name + key : name + "." + key;
      if (bucket.has("by")) {
        collect(bucket, inner, sums);
      } else {
        sums.merge(inner, bucket.get("doc_count").asDouble(), Double::sum);
      }
    }
  }

  JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + node.endpoint().port() + path))
            .header("Authorization", TrustedHttp.basic(Elasticsearch.ADMIN, node.adminPassword()))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return Target.JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
