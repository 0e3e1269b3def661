package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine without data whose behaviour tests control: tables, errors, stalls, refusals. */
public final class ScriptedEngine implements ChangefeedEngine {
  private final Clock clock;
  private final List<TableName> withKey = new ArrayList<>();
  private final List<TableName> withoutKey = new ArrayList<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Boolean> moving = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private Optional<TicdcError> refusal = Optional.empty();
  private Optional<TicdcError> error = Optional.empty();
  private boolean stalled;
  private long behindMillis = 1000;

  public ScriptedEngine(Clock clock) {
    this.clock = clock;
  }

  public synchronized ScriptedEngine table(String schema, String table) {
    withKey.add(new TableName(schema, table));
    return this;
  }

  public synchronized ScriptedEngine tableWithoutKey(String schema, String table) {
    withoutKey.add(new TableName(schema, table));
    return this;
  }

  /** Rejects every start and verify with this error until it is cleared. */
  public synchronized void refuse(Optional<TicdcError> why) {
    refusal = why;
  }

  /** Running changefeeds report this error and do not advance. */
  public synchronized void fail(Optional<TicdcError> why) {
    freeze();
    error = why;
  }

  /** Running changefeeds do not advance, without reporting an error. */
  public synchronized void stall(boolean still) {
    freeze();
    stalled = still;
  }

  /** Running changefeeds advance with this lag behind the clock. */
  public synchronized void behind(Duration lag) {
    stalled = false;
    behindMillis = lag.toMillis();
  }

  /** The calls of the engine, in order: start, stop and remove with the ID. */
  public synchronized List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public synchronized void start(String id, URI uri, JsonNode config, long checkpointTs) {
    verify(uri, config);
    log.add("start " + id);
    positions.put(id, checkpointTs);
    moving.put(id, true);
  }

  @Override
  public synchronized void verify(URI uri, JsonNode config) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  @Override
  public synchronized void stop(String id) {
    log.add("stop " + id);
    positions.put(id, checkpointTs(id));
    moving.put(id, false);
  }

  @Override
  public synchronized void remove(String id) {
    log.add("remove " + id);
    positions.remove(id);
    moving.remove(id);
  }

  @Override
  public synchronized long checkpointTs(String id) {
    boolean moves = moving.getOrDefault(id, false) && !stalled && error.isEmpty();
    long last = positions.getOrDefault(id, 0L);
    return moves ? Math.max(last, Tso.ofMillis(clock.millis() - behindMillis)) : last;
  }

  @Override
  public synchronized Optional<TicdcError> error(String id) {
    return error;
  }

  @Override
  public long currentTso() {
    return Tso.ofMillis(clock.millis()) + 1;
  }

  @Override
  public synchronized List<TableName> tables(JsonNode config) {
    List<TableName> all = new ArrayList<>(withKey);
    if (ReplicaConfigs.forced(config)) {
      all.addAll(withoutKey);
    }
    return all.stream().filter(new TableFilter(config)::matches).toList();
  }

  @Override
  public synchronized List<TableName> ineligibleTables(JsonNode config) {
    boolean forced = ReplicaConfigs.forced(config);
    return forced
        ? List.of()
        : withoutKey.stream().filter(new TableFilter(config)::matches).toList();
  }

  private void freeze() {
    positions.replaceAll((id, last) -> checkpointTs(id));
  }
}
