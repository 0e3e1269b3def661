package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A changefeed as TiCDC shows it.
 *
 * @param state normal, pending, warning, failed, stopped, finished or removed
 * @param checkpointTs every change up to it is in Kafka
 * @param config its replica_config without kafka_config, which TiCDC shows with secrets
 */
public record Changefeed(
    String id,
    String state,
    long checkpointTs,
    Optional<Trouble> trouble,
    SinkUri sink,
    JsonNode config,
    Architecture architecture) {

  /** The pipeline it was made for, "" when by somebody else. */
  String owner() {
    return sink.parameters().getOrDefault(SinkUri.OWNER, "");
  }

  /** Whether TiCDC is sending, or trying to. */
  boolean running() {
    return switch (state) {
      case "normal", "pending", "warning" -> true;
      default -> false;
    };
  }

  boolean stopped() {
    return state.equals("stopped");
  }

  boolean failed() {
    return state.equals("failed");
  }

  /** Whether TiDB no longer has what this changefeed would have to send next. */
  boolean lostByGc() {
    return failed() && trouble.filter(t -> t.cause() == ErrorKind.LOST_BY_GC).isPresent();
  }
}
