package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/**
 * A query of Elasticsearch.
 *
 * @param lucene in the syntax of a query string
 * @param type raw_data, a column for each field, or raw_document
 */
public record SearchQuery(String lucene, String type, int size) implements Query {
  /** The newest documents. */
  public static SearchQuery raw(String type, String lucene, int size) {
    return new SearchQuery(lucene, type, size);
  }

  @Override
  public ObjectNode json() {
    var json = Json.JSON.createObjectNode().put("query", lucene).put("alias", "");
    json.putArray("bucketAggs");
    ObjectNode metric = json.putArray("metrics").addObject().put("id", "1").put("type", type);
    // The plugin ignores a number here.
    metric.withObject("/settings").put("size", String.valueOf(size));
    return json.put("timeField", "@timestamp");
  }
}
