package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The state machine of a TiCDC cluster's changefeeds: allowed transitions and rejected requests.
 */
final class Changefeeds {
  private static final Pattern ID = Pattern.compile("^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$");

  private final Architecture architecture;
  private final ChangefeedEngine engine;
  private final Clock clock;
  private final ChangefeedStore store;
  private final Lifecycle lifecycle;
  private final Set<String> creating = new HashSet<>();
  private final List<Long> starts = new ArrayList<>();
  private Duration settle;
  private long gcSafepoint;

  Changefeeds(
      Architecture architecture, ChangefeedEngine engine, Clock clock, ChangefeedStore store) {
    this.architecture = architecture;
    this.engine = engine;
    this.clock = clock;
    this.store = store;
    this.lifecycle = new Lifecycle(architecture, engine, clock, store);
    this.settle = architecture == Architecture.NEW ? Duration.ZERO : Duration.ofMillis(300);
  }

  synchronized void settle(Duration shownAfter) {
    settle = shownAfter;
  }

  synchronized List<Long> starts() {
    return List.copyOf(starts);
  }

  synchronized void gcSafepoint(long tso) {
    gcSafepoint = tso;
  }

  // Connecting to Kafka takes time: it happens outside the lock, so that other calls continue
  // meanwhile.
  StoredChangefeed create(JsonNode body) {
    StoredChangefeed feed = admit(body);
    try {
      lifecycle.start(feed);
      synchronized (this) {
        store.put(feed);
        starts.add(feed.startTs);
      }
      return feed;
    } catch (TicdcError e) {
      throw withUri(e, feed.sinkUri);
    } finally {
      synchronized (this) {
        creating.remove(feed.id);
      }
    }
  }

  private synchronized StoredChangefeed admit(JsonNode body) {
    StoredChangefeed feed = new StoredChangefeed();
    feed.id = body.path("changefeed_id").asText();
    if (!ID.matcher(feed.id).matches() || feed.id.length() > 128) {
      throw TicdcError.of("CDC:ErrAPIInvalidParam", "invalid changefeed_id: " + feed.id);
    }
    if (store.all().containsKey(feed.id)) {
      throw TicdcError.of(
          "CDC:ErrChangeFeedAlreadyExists", "changefeed already exists, default/" + feed.id);
    }
    if (creating.contains(feed.id)) {
      throw new TicdcError(500, "", "changefeed already exists");
    }
    feed.sinkUri = body.path("sink_uri").asText();
    SinkUriText.parse(feed.sinkUri);
    long now = engine.currentTso();
    feed.startTs = body.path("start_ts").asLong() == 0 ? now : body.path("start_ts").asLong();
    feed.targetTs = body.path("target_ts").asLong();
    feed.checkpointTs = feed.startTs;
    feed.createdMillis = clock.millis();
    if (feed.startTs > now) {
      throw TicdcError.of("CDC:ErrAPIInvalidParam", "invalid start_ts " + feed.startTs);
    }
    feed.config = ReplicaConfigs.overDefaults(body.path("replica_config"));
    notBeforeGc(feed.startTs);
    eligible(feed.config);
    creating.add(feed.id);
    return feed;
  }

  private void eligible(ObjectNode config) {
    List<TableName> without = engine.ineligibleTables(config);
    boolean wanted = config.path("ignore_ineligible_table").asBoolean();
    if (!without.isEmpty() && !wanted && !ReplicaConfigs.forced(config)) {
      throw TicdcError.of(
          "CDC:ErrTableIneligible",
          "some tables are not eligible to replicate("
              + without
              + "), if you want to ignore these tables, please set ignore_ineligible_table to"
              + " true");
    }
  }

  private void notBeforeGc(long tso) {
    if (tso < gcSafepoint) {
      throw TicdcError.of(
          "CDC:ErrStartTsBeforeGC",
          "fail to create or maintain changefeed because start-ts "
              + tso
              + " is earlier than or equal to GC safepoint at "
              + gcSafepoint);
    }
  }

  private static TicdcError withUri(TicdcError e, String uri) {
    String text = "sink uri invalid '" + uri + "': " + e.getMessage();
    return new TicdcError(e.status(), e.code(), "[" + e.code() + "]" + text);
  }

  synchronized StoredChangefeed get(String id) {
    StoredChangefeed feed = store.all().get(id);
    if (feed == null) {
      throw TicdcError.of("CDC:ErrChangeFeedNotExists", "changefeed not exists, default/" + id);
    }
    lifecycle.refresh(feed);
    return feed;
  }

  synchronized List<StoredChangefeed> all() {
    List<StoredChangefeed> feeds = new ArrayList<>(store.all().values());
    feeds.forEach(lifecycle::refresh);
    return feeds;
  }

  /** The state as reported: a pause shows with a delay. */
  synchronized String shownState(StoredChangefeed feed) {
    boolean settled = clock.millis() - feed.stoppedMillis >= settle.toMillis();
    return feed.state.equals("stopped") && !settled ? "normal" : feed.state;
  }

  synchronized void pause(String id) {
    StoredChangefeed feed = get(id);
    boolean failedToo = architecture == Architecture.NEW && feed.state.equals("failed");
    if (feed.running() || failedToo) {
      lifecycle.halt(feed);
      feed.state = "stopped";
      feed.stoppedMillis = clock.millis();
      feed.healthy();
      store.put(feed);
    }
  }

  synchronized void resume(String id, long overwriteTs) {
    StoredChangefeed feed = get(id);
    if (feed.running() || feed.state.equals("removed")) {
      return;
    }
    if (overwriteTs > engine.currentTso()) {
      throw TicdcError.of("CDC:ErrAPIInvalidParam", "invalid checkpoint-ts " + overwriteTs);
    }
    long from = overwriteTs == 0 ? feed.checkpointTs : overwriteTs;
    if (overwriteTs == 0 && feed.errorCode.equals("CDC:ErrGCTTLExceeded")) {
      throw TicdcError.of("CDC:ErrStartTsBeforeGC", "start-ts " + from + " is earlier than GC");
    }
    notBeforeGc(from);
    feed.checkpointTs = from;
    feed.state = "normal";
    feed.started = false;
    feed.healthy();
    lifecycle.retryStart(feed);
    store.put(feed);
  }

  synchronized StoredChangefeed update(String id, JsonNode body) {
    StoredChangefeed feed = get(id);
    if (body.path("start_ts").asLong() != 0) {
      throw refused("can not update start_ts of a changefeed");
    }
    String state = shownState(feed);
    if (!state.equals("stopped") && !state.equals("failed")) {
      throw refused("can only update changefeed config when it is stopped or failed");
    }
    String uri = body.path("sink_uri").asText(feed.sinkUri);
    ObjectNode config =
        body.has("replica_config")
            ? ReplicaConfigs.overDefaults(body.path("replica_config"))
            : feed.config;
    long target = body.path("target_ts").asLong(feed.targetTs);
    boolean same =
        uri.equals(feed.sinkUri) && config.equals(feed.config) && target == feed.targetTs;
    if (same && architecture == Architecture.CLASSIC) {
      throw refused("changefeed config is the same with the old one, do nothing");
    }
    eligible(config);
    try {
      engine.verify(SinkUriText.parse(uri), config);
    } catch (TicdcError e) {
      throw withUri(e, uri);
    }
    feed.sinkUri = uri;
    feed.config = config;
    feed.targetTs = target;
    store.put(feed);
    return feed;
  }

  private static TicdcError refused(String why) {
    return TicdcError.of("CDC:ErrChangefeedUpdateRefused", "changefeed update error: " + why);
  }

  /** Removes it; returns whether it existed. */
  synchronized boolean remove(String id) {
    if (!store.all().containsKey(id)) {
      return false;
    }
    engine.remove(id);
    store.remove(id);
    return true;
  }

  /** Resumes what was running when the server stopped. */
  synchronized void restart() {
    store.all().values().stream().filter(StoredChangefeed::running).forEach(lifecycle::retryStart);
  }

  synchronized void close() {
    for (StoredChangefeed feed : store.all().values()) {
      lifecycle.halt(feed);
      store.put(feed);
    }
  }

  synchronized void edit(String id, String sinkUri) {
    StoredChangefeed feed = get(id);
    feed.sinkUri = sinkUri;
    store.put(feed);
  }

  synchronized void force(String id, String state, Optional<TicdcError> error) {
    StoredChangefeed feed = get(id);
    if (!feed.running() && state.equals("normal")) {
      throw new IllegalArgumentException("resume a changefeed, do not force it to normal");
    }
    if (feed.running() && !Set.of("normal", "warning", "pending").contains(state)) {
      lifecycle.halt(feed);
    }
    feed.state = state;
    error.ifPresent(feed::error);
    feed.stoppedMillis = clock.millis();
    store.put(feed);
  }
}
