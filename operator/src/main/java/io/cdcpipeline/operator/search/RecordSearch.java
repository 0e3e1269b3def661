package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The search for the documents of single records: one aggregation for all of them. */
final class RecordSearch {
  private RecordSearch() {}

  static String request(ResourceNames pipeline, String topic, List<ReplayedLine> records) {
    var filters = new TreeMap<String, Object>();
    for (var record : records) {
      var one = new ArrayList<Object>(SearchQuery.of(pipeline));
      one.add(SearchQuery.term("topic", topic));
      one.add(SearchQuery.term("partition", record.partition()));
      one.add(SearchQuery.term("offset", record.offset()));
      filters.put(record.partition() + "@" + record.offset(), SearchQuery.all(one));
    }
    var aggregation = Map.of("filters", Map.of("filters", filters));
    return Json.JSON
        .<JsonNode>valueToTree(Map.of("size", 0, "aggs", Map.of("records", aggregation)))
        .toString();
  }

  /** Whether each record has a document. */
  static boolean foundAll(JsonNode answer, List<ReplayedLine> records) {
    var buckets = answer.at("/aggregations/records/buckets");
    return StreamSupport.stream(buckets.spliterator(), false)
            .filter(bucket -> bucket.path("doc_count").asLong() > 0)
            .count()
        == records.stream().distinct().count();
  }
}
