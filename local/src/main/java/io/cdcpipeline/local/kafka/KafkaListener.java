package io.cdcpipeline.local.kafka;

import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.Endpoint;
import java.util.Optional;

/**
 * Where clients reach the broker.
 *
 * @param endpoint where it listens
 * @param advertisedHost the advertised host name, with the same port
 * @param scram whether clients log in with SCRAM-SHA-512 and need ACLs, or may do anything
 * @param tls the broker's certificates, in which case clients need one too; empty for plaintext
 */
public record KafkaListener(
    Endpoint endpoint, String advertisedHost, boolean scram, Optional<Certificates> tls) {
  /** The base name of the broker's certificate files. */
  public static final String BROKER = "broker";

  public KafkaListener(Endpoint endpoint, String advertisedHost, boolean scram) {
    this(endpoint, advertisedHost, scram, Optional.empty());
  }

  String protocol() {
    return (scram ? "SASL_" : "") + (tls.isPresent() ? "SSL" : "PLAINTEXT");
  }

  public String bootstrapServers() {
    return advertisedHost + ":" + endpoint.port();
  }
}
