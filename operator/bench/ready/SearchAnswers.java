import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.Tso;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;

/**
 * Elasticsearch's answers, as if every partition of every pipeline had written a heartbeat each half
 * minute, and each window had some changes, all of which are in the index.
 */
final class SearchAnswers {
  private static final long WINDOW_MS = 30_000;
  private static final int EVENTS = 5;

  private final Calls calls;

  SearchAnswers(Calls calls) {
    this.calls = calls;
  }

  LoopbackHttp.Reply to(String method, String path, String body) throws IOException {
    if (path.startsWith("/_msearch")) {
      calls.count("Elasticsearch audit");
      return reply(audit(body));
    }
    if (path.contains("/_search")) {
      calls.count("Elasticsearch heartbeats");
      return reply(newest());
    }
    calls.count("Elasticsearch maintenance");
    var other = Json.JSON.createObjectNode();
    return reply(method.equals("PUT") ? other.put("acknowledged", true) : other);
  }

  private static LoopbackHttp.Reply reply(JsonNode body) {
    return new LoopbackHttp.Reply(200, body.toString());
  }

  /** The end of the last window. */
  private static long lastWindow() {
    return System.currentTimeMillis() / WINDOW_MS * WINDOW_MS;
  }

  private static ObjectNode newest() {
    var answer = complete();
    answer.put("took", 2);
    answer.putObject("hits").put("max_score", (String) null).putArray("hits");
    var buckets = answer.putObject("aggregations").putObject("partitions").putArray("buckets");
    for (int i = 0; i < KafkaAnswers.PARTITIONS; i++) {
      long millis = lastWindow();
      var bucket = buckets.addObject().put("key", i).put("doc_count", 720);
      bucket
          .putObject("newest")
          .put("value", (double) millis)
          .put("value_as_string", Instant.ofEpochMilli(millis).toString());
    }
    return answer;
  }

  private static ObjectNode complete() {
    var answer = Json.JSON.createObjectNode().put("timed_out", false).put("status", 200);
    answer.putObject("_shards").put("total", 8).put("failed", 0);
    return answer;
  }

  /** Each second line is a search. */
  private static JsonNode audit(String lines) throws IOException {
    var responses = Json.JSON.createObjectNode();
    var all = responses.putArray("responses");
    var searches = lines.split("\n");
    for (int i = 1; i < searches.length; i += 2) {
      var search = Json.JSON.readTree(searches[i]);
      all.add(search.has("aggs") ? documents(search) : heartbeats(search));
    }
    return responses;
  }

  private static ObjectNode heartbeats(JsonNode search) {
    var answer = complete();
    var hits = answer.putObject("hits").putArray("hits");
    long after = Tso.instant(search.findValue("watermark").path("gt").asLong()).toEpochMilli();
    int size = search.path("size").asInt();
    for (long end = (after / WINDOW_MS + 1) * WINDOW_MS; end <= lastWindow(); end += WINDOW_MS) {
      for (int i = 0; i < KafkaAnswers.PARTITIONS && hits.size() < size; i++) {
        heartbeat(hits, i, end);
      }
    }
    return answer;
  }

  private static void heartbeat(ArrayNode hits, int partition, long end) {
    var fields = hits.addObject().putObject("fields");
    fields.putArray("partition").add(partition);
    fields.putArray("watermark").add(Tso.of(end, 0));
    fields.putArray("previous_watermark").add(Tso.of(end - WINDOW_MS, 0));
    fields.putArray("events").add(EVENTS);
  }

  private static ObjectNode documents(JsonNode search) {
    var answer = complete();
    var buckets = answer.putObject("aggregations").putObject("spans").putObject("buckets");
    var spans = new ArrayList<String>();
    search.at("/aggs/spans/filters/filters").fieldNames().forEachRemaining(spans::add);
    for (var span : spans) {
      var partitions = buckets.putObject(span).putObject("partitions").putArray("buckets");
      for (int i = 0; i < KafkaAnswers.PARTITIONS; i++) {
        partitions.addObject().put("key", i).put("doc_count", EVENTS);
      }
    }
    return answer;
  }
}
