package io.cdcpipeline.local.kafka;

import io.cdcpipeline.local.process.Endpoint;

/**
 * Where clients reach the broker.
 *
 * @param endpoint where it listens
 * @param advertisedHost the name clients are told to use, with the same port
 * @param scram whether clients log in with SCRAM-SHA-512 and need ACLs, or may do anything
 */
public record KafkaListener(Endpoint endpoint, String advertisedHost, boolean scram) {

  public String bootstrapServers() {
    return advertisedHost + ":" + endpoint.port();
  }
}
