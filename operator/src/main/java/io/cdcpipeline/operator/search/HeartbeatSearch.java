package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** The search for the newest heartbeats: one aggregation for all partitions of a pipeline. */
final class HeartbeatSearch {
  /** More than anybody's topic has; an answer has 70 bytes for each. */
  private static final int MAX_PARTITIONS = 10_000;

  private HeartbeatSearch() {}

  static String request(ResourceNames pipeline, String topic, boolean recent) {
    var filters = new ArrayList<Object>(SearchQuery.of(pipeline));
    filters.add(SearchQuery.term("topic", topic));
    if (recent) {
      filters.add(Map.of("range", Map.of("@timestamp", Map.of("gte", "now-6h"))));
    }
    var newest = Map.of("newest", Map.of("max", Map.of("field", "@timestamp")));
    var partitions = Map.of("field", "partition", "size", MAX_PARTITIONS);
    return Json.JSON
        .<JsonNode>valueToTree(
            Map.of(
                "size",
                0,
                "query",
                SearchQuery.all(filters),
                "aggs",
                Map.of("partitions", Map.of("terms", partitions, "aggs", newest))))
        .toString();
  }

  static Map<Integer, Instant> newest(JsonNode answer) {
    var newest = new HashMap<Integer, Instant>();
    for (var bucket : answer.at("/aggregations/partitions/buckets")) {
      long millis = bucket.at("/newest/value").asLong();
      newest.put(bucket.path("key").asInt(), Instant.ofEpochMilli(millis));
    }
    return newest;
  }
}
