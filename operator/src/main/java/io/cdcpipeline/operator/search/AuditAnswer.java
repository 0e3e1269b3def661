package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Elasticsearch's answer to the searches of an audit. Heartbeats are parsed one by one: tens of
 * thousands would take ten times their size as a tree.
 */
final class AuditAnswer {
  /**
   * The answer to one search.
   *
   * @param heartbeats the windows of its hits
   * @param hits how many hits there were
   * @param rest all but the hits
   */
  record Response(List<HeartbeatWindow> heartbeats, int hits, JsonNode rest) {}

  private AuditAnswer() {}

  /** The response to each search; none of what is not JSON. */
  static List<Response> responses(String body) {
    var responses = new ArrayList<Response>();
    try (var parser = Json.JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("responses");
        parser.nextToken();
        while (wanted && parser.nextToken() == JsonToken.START_OBJECT) {
          responses.add(response(parser));
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return List.of(); // as many responses as searches are required
    }
    return responses;
  }

  private static Response response(JsonParser parser) throws IOException {
    var rest = Json.JSON.createObjectNode();
    var windows = new ArrayList<HeartbeatWindow>();
    int hits = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      if (name.equals("hits")) {
        hits = hits(parser, windows);
      } else {
        rest.set(name, parser.<JsonNode>readValueAsTree());
      }
    }
    return new Response(windows, hits, rest);
  }

  private static int hits(JsonParser parser, List<HeartbeatWindow> windows) throws IOException {
    int hits = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("hits");
      parser.nextToken();
      while (wanted && parser.nextToken() == JsonToken.START_OBJECT) {
        add(parser.<ObjectNode>readValueAsTree().path("fields"), windows);
        hits++;
      }
      parser.skipChildren();
    }
    return hits;
  }

  private static void add(JsonNode fields, List<HeartbeatWindow> windows) {
    var watermark = number(fields, "watermark");
    var partition = number(fields, "partition");
    if (watermark != null && partition != null) {
      windows.add(
          new HeartbeatWindow(
              partition.intValue(),
              number(fields, "previous_watermark"),
              watermark,
              number(fields, "events")));
    }
  }

  private static Long number(JsonNode fields, String field) {
    var value = fields.path(field).path(0);
    return value.isIntegralNumber() ? value.longValue() : null;
  }
}
