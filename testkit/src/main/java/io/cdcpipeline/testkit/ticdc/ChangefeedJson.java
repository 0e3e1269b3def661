package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** One changefeed in the three shapes of the API: get, list item and short status. */
final class ChangefeedJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final Set<String> WITHOUT_ERROR =
      Set.of("normal", "stopped", "finished", "removed");

  private final Architecture architecture;

  ChangefeedJson(Architecture architecture) {
    this.architecture = architecture;
  }

  ObjectNode full(StoredChangefeed feed, String state) {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    json.put("upstream_id", 7_000_000_000_000_000_001L);
    json.put(architecture == Architecture.NEW ? "keyspace" : "namespace", "default");
    json.put("id", feed.id);
    json.put("sink_uri", SinkUriText.masked(feed.sinkUri));
    json.put("create_time", TIME.format(Instant.ofEpochMilli(feed.createdMillis)));
    json.put("start_ts", feed.startTs);
    json.put("target_ts", feed.targetTs);
    json.put("admin_job_type", 0);
    json.set("config", feed.config.deepCopy());
    json.put("state", state);
    if (!WITHOUT_ERROR.contains(state) && !feed.errorText.isEmpty()) {
      json.set("error", error(feed));
    }
    json.put("creator_version", "v8.5.7");
    json.put("resolved_ts", feed.checkpointTs);
    json.put("checkpoint_ts", feed.checkpointTs);
    json.put("checkpoint_time", time(feed.checkpointTs));
    if (architecture == Architecture.NEW) {
      json.put("gid", "0").put("maintainer_addr", "127.0.0.1:8300");
    } else {
      json.putArray("task_status");
    }
    return json;
  }

  ObjectNode item(StoredChangefeed feed, String state) {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    json.put("upstream_id", 7_000_000_000_000_000_001L);
    json.put(architecture == Architecture.NEW ? "keyspace" : "namespace", "default");
    json.put("id", feed.id);
    json.put("state", state.equals("pending") ? "warning" : state);
    json.put("checkpoint_tso", feed.checkpointTs);
    json.put("checkpoint_time", time(feed.checkpointTs));
    json.set("error", feed.errorText.isEmpty() ? null : error(feed));
    return json;
  }

  ObjectNode status(StoredChangefeed feed, String state) {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    json.put("state", state);
    json.put("resolved_ts", feed.checkpointTs);
    json.put("checkpoint_ts", feed.checkpointTs);
    if (!feed.errorText.isEmpty() && !state.equals("stopped")) {
      json.set(state.equals("failed") ? "last_error" : "last_warning", error(feed));
    }
    return json;
  }

  private ObjectNode error(StoredChangefeed feed) {
    ObjectNode json = ReplicaConfigs.JSON.createObjectNode();
    if (architecture == Architecture.CLASSIC) {
      json.put("time", TIME.format(Instant.ofEpochMilli(feed.errorSinceMillis)));
    } else {
      json.put("time", "0001-01-01T00:00:00Z");
    }
    json.put("addr", "127.0.0.1:8300");
    json.put("code", feed.errorCode);
    json.put("message", feed.errorText);
    return json;
  }

  private static String time(long tso) {
    return TIME.format(Instant.ofEpochMilli(tso >> 18));
  }
}
