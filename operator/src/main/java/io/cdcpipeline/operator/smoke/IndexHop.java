package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.smoke.TopicHop.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Elasticsearch: the messages of the topic have their documents. */
final class IndexHop implements Hop {
  private static final String PATH = "/cdc-events-*/_search?ignore_unavailable=true";

  private final Supplier<TextServer> elasticsearch;
  private final ResourceNames names;
  private final String topic;
  private final Supplier<List<Position>> messages;
  private String newest;

  IndexHop(
      Supplier<TextServer> elasticsearch,
      ResourceNames names,
      String topic,
      Supplier<List<Position>> messages) {
    this.elasticsearch = elasticsearch;
    this.names = names;
    this.topic = topic;
    this.messages = messages;
  }

  @Override
  public String name() {
    return "documents in Elasticsearch";
  }

  @Override
  public Seen look() {
    var answer = elasticsearch.get().post(PATH, request());
    var hits = answer.at("/hits/hits");
    newest = hits.path(0).path("_id").asText(null);
    var now =
        new Changes.Operations(count(hits, "INSERT"), count(hits, "UPDATE"), count(hits, "DELETE"));
    return Changes.seen(now);
  }

  /** The id of one of the documents, once there is one. */
  Optional<String> document() {
    return Optional.ofNullable(newest);
  }

  private static long count(JsonNode hits, String op) {
    return hits.findValuesAsText("op").stream().filter(op::equals).count();
  }

  private JsonNode request() {
    var each = messages.get().stream().map(IndexHop::at).toList();
    var query =
        Map.of(
            "filter",
            List.of(
                term("namespace", names.namespace()),
                term("pipeline", names.pipeline()),
                term("topic", topic)),
            "should",
            each,
            "minimum_should_match",
            1);
    return Json.JSON.valueToTree(
        Map.of("size", 100, "_source", List.of("op"), "query", Map.of("bool", query)));
  }

  private static Map<String, Object> at(Position message) {
    return Map.of(
        "bool",
        Map.of(
            "filter",
            List.of(term("partition", message.partition()), term("offset", message.offset()))));
  }

  private static Map<String, Object> term(String field, Object value) {
    return Map.of("term", Map.of(field, value));
  }
}
