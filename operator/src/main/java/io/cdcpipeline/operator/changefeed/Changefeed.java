package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import java.util.Optional;

/**
 * A changefeed as TiCDC reports it.
 *
 * @param state normal, pending, warning, failed, stopped, finished or removed
 * @param checkpointTs TSO; every change up to it is in Kafka
 * @param error what TiCDC says is wrong with it
 * @param config its replica_config without kafka_config, in which TiCDC shows secrets
 */
public record Changefeed(
    String id,
    String state,
    long checkpointTs,
    Optional<Failure> error,
    SinkUri sink,
    JsonNode config,
    Architecture architecture) {

  /**
   * The two TiCDC servers behind one Open API. The server's configuration decides which of them
   * runs, not its version. They treat a long pause differently.
   */
  public enum Architecture {
    /** pingcap/ticdc with newarch: a paused changefeed holds back TiDB's garbage collection. */
    NEW,
    /** pingcap/tiflow: a changefeed behind by more than gc-ttl fails and cannot be resumed. */
    CLASSIC
  }

  /** The owner mark of the pipeline it was created for; "" if another client created it. */
  String owner() {
    return sink.parameters().getOrDefault(SinkUri.OWNER, "");
  }

  /** Whether TiCDC is sending changes, or trying to. */
  boolean running() {
    return switch (state) {
      case "normal", "pending", "warning" -> true;
      default -> false;
    };
  }

  boolean failed() {
    return state.equals("failed");
  }

  /** Whether TiDB has garbage-collected changes that this changefeed had yet to send. */
  boolean lostToGc() {
    return failed() && error.filter(e -> e.kind() == ErrorKind.LOST_TO_GC).isPresent();
  }
}
