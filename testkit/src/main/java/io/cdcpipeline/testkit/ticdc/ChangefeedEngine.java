package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What really moves rows behind a fake TiCDC: {@link ScriptedEngine} in tests, the binlog reader in
 * local/.
 */
public interface ChangefeedEngine {

  /**
   * Verifies the sink and starts (or restarts after an update) the changefeed after checkpointTs.
   *
   * @throws TicdcError when TiCDC would refuse, for example because the topic is missing
   */
  void start(String id, URI sinkUri, JsonNode replicaConfig, long checkpointTs);

  /** Pauses and keeps the position. */
  void stop(String id);

  /** Forgets the changefeed. */
  void remove(String id);

  /** Last position safely in Kafka, as a TSO. */
  long checkpointTs(String id);

  /** A failure of the running changefeed, shown as state warning or failed. */
  Optional<TicdcError> error(String id);

  /** The time of the upstream cluster, as a TSO. */
  long currentTso();

  /** Tables under the filter that can be replicated. */
  List<TableName> tables(JsonNode replicaConfig);

  /** Tables under the filter without a primary key or a not-null unique key. */
  List<TableName> ineligibleTables(JsonNode replicaConfig);

  /** Checks the sink for an update without starting anything; TiCDC connects to Kafka for it. */
  default void verify(URI sinkUri, JsonNode replicaConfig) {}
}
