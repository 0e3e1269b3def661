package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What replicates rows behind a fake TiCDC: {@link ScriptedEngine} in tests, the binlog reader in
 * local/.
 */
public interface ChangefeedEngine {

  /**
   * Verifies the sink and starts (or restarts after an update) the changefeed after checkpointTs.
   *
   * @throws TicdcError when TiCDC would reject it, for example because the topic is missing
   */
  void start(String id, URI sinkUri, JsonNode replicaConfig, long checkpointTs);

  /** Stops the changefeed and keeps its checkpoint. */
  void stop(String id);

  /** Removes the changefeed. */
  void remove(String id);

  /** The TSO up to which everything is in Kafka. */
  long checkpointTs(String id);

  /** An error of the running changefeed, reported as state warning or failed. */
  Optional<TicdcError> error(String id);

  /** The current TSO of the upstream cluster. */
  long currentTso();

  /** Tables that match the filter and can be replicated. */
  List<TableName> tables(JsonNode replicaConfig);

  /** Tables that match the filter but have no primary key or not-null unique key. */
  List<TableName> ineligibleTables(JsonNode replicaConfig);

  /** Checks the sink for an update without starting anything; TiCDC connects to Kafka for this. */
  default void verify(URI sinkUri, JsonNode replicaConfig) {}
}
