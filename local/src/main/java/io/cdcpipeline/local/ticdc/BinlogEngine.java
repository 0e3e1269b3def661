package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.binlog.CommitClock;
import io.cdcpipeline.local.binlog.Database;
import io.cdcpipeline.local.binlog.InformationSchema;
import io.cdcpipeline.local.binlog.TableInfo;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.testkit.ticdc.ChangefeedEngine;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import io.cdcpipeline.testkit.ticdc.TableName;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Replicates rows from MariaDB's binlog to Kafka, behind the stand-in TiCDC's API. */
public final class BinlogEngine implements ChangefeedEngine, AutoCloseable {
  private final Path directory;
  private final BinlogAccess access;
  private final CommitClock clock;
  private final Database database;
  private final InformationSchema definitions;
  private final Map<String, Changefeed> running = new ConcurrentHashMap<>();

  public BinlogEngine(Path directory, BinlogAccess access, CommitClock clock) {
    this.directory = directory;
    this.access = access;
    this.clock = clock;
    this.database = new Database(access);
    this.definitions = new InformationSchema(database);
  }

  /** An existing changefeed is resumed without checking Kafka, which may be down. */
  @Override
  public void start(String id, URI sinkUri, JsonNode replicaConfig, long checkpointTs) {
    halt(id);
    Checkpoint checkpoint = checkpoint(id);
    if (!checkpoint.exists()) {
      verify(sinkUri, replicaConfig);
    }
    Changefeed changefeed = new Changefeed(id, sinkUri, replicaConfig, clock, access, checkpoint);
    checkpoint.start(checkpointTs);
    running.put(id, changefeed);
    changefeed.start();
  }

  private Checkpoint checkpoint(String id) {
    return new Checkpoint(directory.resolve(id + ".checkpoint"));
  }

  @Override
  public void verify(URI sinkUri, JsonNode replicaConfig) {
    SinkUri sink = SinkUri.parse(sinkUri);
    ReplicaConfig unused = ReplicaConfig.parse(replicaConfig, sink);
    SinkCheck.topic(sink);
  }

  @Override
  public void stop(String id) {
    Changefeed changefeed = running.get(id);
    if (changefeed != null) {
      changefeed.stop();
    }
  }

  private void halt(String id) {
    stop(id);
    running.remove(id);
  }

  @Override
  public void remove(String id) {
    halt(id);
    checkpoint(id).remove();
  }

  @Override
  public long checkpointTs(String id) {
    return Optional.ofNullable(running.get(id)).map(Changefeed::checkpointTs).orElse(0L);
  }

  @Override
  public Optional<TicdcError> error(String id) {
    return Optional.ofNullable(running.get(id)).flatMap(Changefeed::error);
  }

  @Override
  public long currentTso() {
    return clock.now();
  }

  @Override
  public List<TableName> tables(JsonNode replicaConfig) {
    boolean forced = replicaConfig.path("force_replicate").asBoolean();
    return tables(replicaConfig, table -> forced || table.handleKey().isPresent());
  }

  @Override
  public List<TableName> ineligibleTables(JsonNode replicaConfig) {
    boolean forced = replicaConfig.path("force_replicate").asBoolean();
    return tables(replicaConfig, table -> !forced && table.handleKey().isEmpty());
  }

  private List<TableName> tables(JsonNode replicaConfig, Predicate<TableInfo> wanted) {
    return definitions.tables().stream()
        .filter(new TableFilter(replicaConfig)::matches)
        .map(definitions::table)
        .flatMap(Optional::stream)
        .filter(wanted)
        .map(TableInfo::name)
        .toList();
  }

  @Override
  public void close() {
    running.values().forEach(Changefeed::stop);
    database.close();
  }
}
