package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.remote.ConnectionGuard;
import java.net.UnknownHostException;

/** The addresses that clients of a Kafka connect to first. */
public final class KafkaAddresses {
  private KafkaAddresses() {}

  /**
   * Checks every bootstrap server; one that DNS does not know is left to the client's own error.
   *
   * @throws io.cdcpipeline.operator.status.StageException when the guard refuses an address
   */
  public static void check(String bootstrapServers, ConnectionGuard guard) {
    if (guard == ConnectionGuard.OPEN) {
      return;
    }
    for (var server : bootstrapServers.split(",", -1)) {
      try {
        guard.resolve(server.substring(0, server.lastIndexOf(':')));
      } catch (UnknownHostException e) {
        // The client reports it with the name of the host.
      }
    }
  }
}
