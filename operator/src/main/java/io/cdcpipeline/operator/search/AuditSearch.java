package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request of the audit: the heartbeats after a watermark, and how many documents of row changes
 * windows have that are known already. TSOs are longs on the way there and back: as aggregated
 * values they would be doubles.
 *
 * @param after a TSO for each slice of the partitions
 * @param windows to count
 */
record AuditSearch(
    ResourceNames pipeline,
    String topic,
    int partitions,
    List<Long> after,
    List<HeartbeatWindow> windows) {
  /** Only what {@link #found} reads, as answers are limited to a megabyte. */
  static final String PATH =
      "/_msearch?filter_path=responses.status,responses.error,responses.timed_out,"
          + "responses._shards.total,responses._shards.failed,responses.hits.hits.fields,"
          + "responses.aggregations.spans.buckets.*.partitions.buckets";

  private static final int MAX_PARTITIONS = 10_000;
  private static final List<String> HEARTBEAT_FIELDS =
      List.of("partition", "watermark", "previous_watermark", "events");
  private static final List<String> ROW_CHANGES = List.of("INSERT", "UPDATE", "DELETE");

  /**
   * An answer.
   *
   * @param heartbeats the oldest ones after the watermark, of all partitions
   * @param more whether there are further ones
   * @param documents the number of documents of each window
   */
  record Found(
      List<HeartbeatWindow> heartbeats, boolean more, Map<HeartbeatWindow, Long> documents) {}

  /** How many responses the answer must have. */
  int searches() {
    return after.size() + (windows.isEmpty() ? 0 : 1);
  }

  /** The request, a JSON object a line. */
  String lines() {
    var lines = new ArrayList<Object>();
    for (int slice = 0; slice < after.size(); slice++) {
      lines.add(header(IndexTemplate.HEARTBEATS));
      lines.add(heartbeats(slice));
    }
    if (!windows.isEmpty()) {
      lines.add(header(IndexTemplate.EVENTS));
      lines.add(documents());
    }
    return lines.stream()
        .map(line -> Json.JSON.<JsonNode>valueToTree(line).toString() + "\n")
        .collect(Collectors.joining());
  }

  /** A part of the shards would be a part of the documents. */
  private static Map<String, Object> header(IndexTemplate template) {
    return Map.of(
        "index",
        template.indices(),
        "ignore_unavailable",
        true,
        "allow_partial_search_results",
        false);
  }

  private Map<String, Object> heartbeats(int slice) {
    var filters = new ArrayList<Object>(SearchQuery.of(pipeline));
    filters.add(SearchQuery.term("topic", topic));
    filters.add(range("watermark", after.get(slice), Long.MAX_VALUE));
    if (after.size() > 1) {
      boolean last = slice == after.size() - 1;
      int first = slice * AuditSlices.PARTITIONS;
      filters.add(
          range(
              "partition",
              first - 1L,
              last ? Integer.MAX_VALUE : first + AuditSlices.PARTITIONS - 1L));
    }
    return Map.of(
        "size",
        AuditSlices.MAX_HEARTBEATS,
        "_source",
        false,
        "track_total_hits",
        false,
        "docvalue_fields",
        HEARTBEAT_FIELDS,
        "sort",
        Map.of("watermark", Map.of("unmapped_type", "long")),
        "query",
        SearchQuery.all(filters));
  }

  private Map<String, Object> documents() {
    long from = windows.stream().mapToLong(HeartbeatWindow::from).min().orElseThrow();
    long to = windows.stream().mapToLong(HeartbeatWindow::to).max().orElseThrow();
    var spans = new HashMap<String, Object>();
    bySpan().forEach((key, ofSpan) -> spans.put(key, documents(ofSpan)));
    var perPartition = Map.of("terms", Map.of("field", "partition", "size", MAX_PARTITIONS));
    return Map.of(
        "size",
        0,
        "track_total_hits",
        false,
        "query",
        SearchQuery.all(
            List.of(
                range("commit_ts", from, to),
                Map.of("terms", Map.of("op", ROW_CHANGES)),
                SearchQuery.term("topic", topic),
                ownOrUnnamed())),
        "aggs",
        Map.of(
            "spans",
            Map.of(
                "filters", Map.of("filters", spans), "aggs", Map.of("partitions", perPartition))));
  }

  private Map<String, List<HeartbeatWindow>> bySpan() {
    return windows.stream().collect(Collectors.groupingBy(AuditSearch::key));
  }

  /** Those of other partitions are left out where they are many: buckets are limited. */
  private Map<String, Object> documents(List<HeartbeatWindow> ofSpan) {
    var span = ofSpan.get(0);
    var committed = range("commit_ts", span.from(), span.to());
    if (ofSpan.size() > partitions / 2) {
      return committed;
    }
    var these = ofSpan.stream().map(HeartbeatWindow::partition).toList();
    return SearchQuery.all(List.of(committed, Map.of("terms", Map.of("partition", these))));
  }

  /** An index made by version 0.1 does not map the two fields, so there the topic must do. */
  private Map<String, Object> ownOrUnnamed() {
    var unnamed = Map.of("bool", Map.of("must_not", Map.of("exists", Map.of("field", "pipeline"))));
    return Map.of(
        "bool", Map.of("should", List.of(SearchQuery.all(SearchQuery.of(pipeline)), unnamed)));
  }

  private static String key(HeartbeatWindow window) {
    return window.from() + "-" + window.to();
  }

  private static Map<String, Object> range(String field, long above, long upTo) {
    return Map.of("range", Map.of(field, Map.of("gt", above, "lte", upTo)));
  }

  /** Reads the responses, all of which are complete. */
  Found found(List<AuditAnswer.Response> responses) {
    var slices = responses.subList(0, after.size());
    var heartbeats = slices.stream().flatMap(slice -> slice.heartbeats().stream()).toList();
    boolean more = slices.stream().anyMatch(slice -> slice.hits() >= AuditSlices.MAX_HEARTBEATS);
    var counts =
        windows.isEmpty()
            ? Map.<HeartbeatWindow, Long>of()
            : counts(responses.get(after.size()).rest());
    return new Found(heartbeats, more, counts);
  }

  private Map<HeartbeatWindow, Long> counts(JsonNode documents) {
    var counts = new HashMap<HeartbeatWindow, Long>();
    windows.forEach(window -> counts.put(window, 0L));
    bySpan()
        .forEach(
            (key, ofSpan) -> {
              var ofPartition = new HashMap<Integer, Long>();
              for (var bucket :
                  documents.at("/aggregations/spans/buckets").path(key).at("/partitions/buckets")) {
                ofPartition.put(bucket.path("key").asInt(), bucket.path("doc_count").asLong());
              }
              ofSpan.forEach(
                  window -> counts.put(window, ofPartition.getOrDefault(window.partition(), 0L)));
            });
    return counts;
  }
}
