package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Routes the paths of the API, in either architecture. */
final class OpenApi {
  private static final Pattern CHANGEFEED =
      Pattern.compile("/api/v2/changefeeds/([^/]+)(/[a-z_]+)?");
  private static final Set<String> HIDDEN = Set.of("finished", "removed");

  private final Architecture architecture;
  private final ChangefeedEngine engine;
  private final Changefeeds changefeeds;
  private final ChangefeedJson shapes;
  private final Clock clock;
  private volatile boolean initialised = true;
  private volatile boolean healthy = true;

  OpenApi(
      Architecture architecture, ChangefeedEngine engine, Changefeeds changefeeds, Clock clock) {
    this.architecture = architecture;
    this.engine = engine;
    this.changefeeds = changefeeds;
    this.clock = clock;
    this.shapes = new ChangefeedJson(architecture);
  }

  void initialised(boolean is) {
    initialised = is;
  }

  void healthy(boolean is) {
    healthy = is;
  }

  Answer answer(String method, URI uri, byte[] body) {
    try {
      return route(method, uri, body);
    } catch (TicdcError e) {
      return Answer.error(e);
    }
  }

  private Answer route(String method, URI uri, byte[] body) {
    String path = uri.getPath();
    if (path.equals("/metrics")) {
      return MetricsText.of(architecture, changefeeds.all(), clock);
    }
    if (path.startsWith("/api/v2") && !initialised) {
      throw notReady();
    }
    Matcher changefeed = CHANGEFEED.matcher(path);
    if (changefeed.matches()) {
      String action = changefeed.group(2) == null ? "" : changefeed.group(2);
      return changefeed(method + action, changefeed.group(1), body);
    }
    return switch (method + " " + path) {
      case "GET /api/v2/status", "GET /status" -> Answer.json(status());
      case "GET /api/v2/health" -> health();
      case "GET /api/v2/captures" -> Answer.json(captures());
      case "GET /api/v2/changefeeds" -> Answer.json(list(uri));
      case "POST /api/v2/changefeeds" -> {
        StoredChangefeed feed = changefeeds.create(read(body, false));
        yield Answer.json(shapes.full(feed, changefeeds.shownState(feed)));
      }
      case "POST /api/v2/tso" -> Answer.json(tso());
      case "POST /api/v2/verify_table" -> Answer.json(verify(read(body, false), false));
      case "POST /api/v2/get_all_tables" -> allTables(body);
      default -> new Answer(404, "text/plain", "404 page not found");
    };
  }

  private Answer changefeed(String call, String id, byte[] body) {
    switch (call) {
      case "GET" -> {
        StoredChangefeed feed = changefeeds.get(id);
        return Answer.json(shapes.full(feed, changefeeds.shownState(feed)));
      }
      case "GET/status" -> {
        StoredChangefeed feed = changefeeds.get(id);
        return Answer.json(shapes.status(feed, changefeeds.shownState(feed)));
      }
      case "GET/synced" -> {
        return Answer.json(synced(changefeeds.get(id)));
      }
      case "PUT" -> {
        StoredChangefeed feed = changefeeds.update(id, read(body, false));
        return Answer.json(shapes.full(feed, changefeeds.shownState(feed)));
      }
      case "POST/pause" -> changefeeds.pause(id);
      case "POST/resume" ->
          changefeeds.resume(
              id,
              read(body, architecture == Architecture.NEW)
                  .path("overwrite_checkpoint_ts")
                  .asLong());
      case "DELETE" -> {
        boolean existed = changefeeds.remove(id);
        boolean nothing = !existed && architecture == Architecture.NEW;
        return Answer.json(200, nothing ? "null" : "{}");
      }
      default -> {
        return new Answer(404, "text/plain", "404 page not found");
      }
    }
    return Answer.json(200, "{}");
  }

  private TicdcError notReady() {
    return architecture == Architecture.NEW
        ? new TicdcError(500, "", "coordinator is not fully initialized, wait a moment")
        : new TicdcError(
            503, "CDC:ErrServerIsNotReady", "[CDC:ErrServerIsNotReady]cdc server is not ready");
  }

  private static JsonNode read(byte[] body, boolean emptyAllowed) {
    try {
      if (body.length == 0 && emptyAllowed) {
        return ReplicaConfigs.JSON.createObjectNode();
      }
      JsonNode json = ReplicaConfigs.JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      throw TicdcError.of("CDC:ErrAPIInvalidParam", "invalid api parameter: " + e.getMessage());
    }
    throw TicdcError.of("CDC:ErrAPIInvalidParam", "invalid api parameter: EOF");
  }

  private ObjectNode status() {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    json.put("version", "v8.5.7").put("git_hash", "fake").put("id", "fake-capture");
    return json.put("cluster_id", "default").put("pid", 1).put("is_owner", true).put("liveness", 0);
  }

  private Answer health() {
    if (!healthy) {
      throw TicdcError.of("CDC:ErrClusterIsUnhealthy", "ticdc cluster is unhealthy");
    }
    return Answer.json(200, "{}");
  }

  private ObjectNode captures() {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode().put("total", 1);
    json.putArray("items")
        .addObject()
        .put("id", "fake-capture")
        .put("is_owner", true)
        .put("address", "127.0.0.1:8300")
        .put("cluster_id", "default");
    return json;
  }

  private ObjectNode list(URI uri) {
    String wanted = uri.getQuery() == null ? "" : uri.getQuery().replaceFirst("^state=", "");
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    ArrayNode items = ReplicaConfigs.JSON.createArrayNode();
    for (StoredChangefeed feed : changefeeds.all()) {
      String state = changefeeds.shownState(feed);
      boolean shown = wanted.isEmpty() ? !HIDDEN.contains(state) : wanted.equals(state);
      if (shown || wanted.equals("all")) {
        items.add(shapes.item(feed, state));
      }
    }
    json.put("total", items.size()).set("items", items);
    return json;
  }

  private ObjectNode tso() {
    long now = engine.currentTso();
    return ReplicaConfigs.JSON
        .createObjectNode()
        .put("timestamp", now >> 18)
        .put("logic_time", now & ((1 << 18) - 1));
  }

  private ObjectNode synced(StoredChangefeed feed) {
    long now = engine.currentTso();
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    json.put("synced", Tso.millis(now) - Tso.millis(feed.checkpointTs) < 15_000);
    json.put("sink_checkpoint_ts", Tso.millis(feed.checkpointTs));
    json.put("puller_resolved_ts", Tso.millis(feed.checkpointTs));
    json.put("last_synced_ts", Tso.millis(feed.checkpointTs));
    return json.put("now_ts", Tso.millis(now)).put("info", "Data syncing is finished");
  }

  private Answer allTables(byte[] body) {
    return architecture == Architecture.NEW
        ? Answer.json(verify(read(body, false), true))
        : new Answer(404, "text/plain", "404 page not found");
  }

  // The schema is read as of start_ts: 0 is before the first table, so it lists none.
  private ObjectNode verify(JsonNode body, boolean all) {
    ObjectNode config = ReplicaConfigs.overDefaults(body.path("replica_config"));
    if (architecture == Architecture.NEW) {
      SinkUriText.parse(body.path("sink_uri").asText());
    }
    boolean none = body.path("start_ts").asLong() == 0;
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    tables(json, "ineligible_tables", none ? List.of() : engine.ineligibleTables(config));
    tables(json, "eligible_tables", none ? List.of() : engine.tables(config));
    if (all && !none) {
      json.set("all_tables", json.path("eligible_tables").deepCopy());
    }
    return json;
  }

  private static void tables(ObjectNode json, String field, List<TableName> names) {
    if (names.isEmpty()) {
      return;
    }
    ArrayNode array = json.putArray(field);
    for (TableName name : names) {
      array
          .addObject()
          .put("database_name", name.schema())
          .put("table_name", name.table())
          .put("table_id", 100)
          .put("is_partition", false);
    }
  }
}
