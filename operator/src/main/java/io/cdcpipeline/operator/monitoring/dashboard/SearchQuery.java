package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/** A query of Elasticsearch. Its numbers are strings: the plugin ignores others. */
public final class SearchQuery implements Query {
  private final ObjectNode json = Json.JSON.createObjectNode();
  private final ArrayNode buckets;

  private SearchQuery(String lucene, String metric) {
    json.put("query", lucene).put("alias", "");
    buckets = json.putArray("bucketAggs");
    json.putArray("metrics").addObject().put("id", "1").put("type", metric);
    json.put("timeField", "@timestamp");
  }

  /**
   * The newest documents.
   *
   * @param type raw_data, a column for each field, or raw_document
   */
  public static SearchQuery raw(String type, String lucene, int size) {
    var query = new SearchQuery(lucene, type);
    query
        .json
        .at("/metrics/0")
        .<ObjectNode>require()
        .withObject("/settings")
        .put("size", "" + size);
    return query;
  }

  /** How many documents there are; buckets say of what. */
  public static SearchQuery count(String lucene) {
    return new SearchQuery(lucene, "count");
  }

  /** By the values of a field, the most frequent first. */
  public SearchQuery by(String field, int values) {
    bucket("terms", field)
        .put("min_doc_count", "1")
        .put("order", "desc")
        .put("orderBy", "_count")
        .put("size", "" + values);
    return this;
  }

  /** Over time; series are named by the alias, whose terms stand in double braces. */
  public SearchQuery overTime(String alias) {
    bucket("date_histogram", "@timestamp")
        .put("interval", "auto")
        .put("min_doc_count", "0")
        .put("trimEdges", "0");
    json.put("alias", alias);
    return this;
  }

  private ObjectNode bucket(String type, String field) {
    ObjectNode bucket = buckets.addObject().put("id", "" + (buckets.size() + 1));
    return bucket.put("type", type).put("field", field).putObject("settings");
  }

  @Override
  public ObjectNode json() {
    return json.deepCopy();
  }
}
