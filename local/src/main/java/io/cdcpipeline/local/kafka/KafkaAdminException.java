package io.cdcpipeline.local.kafka;

/** The broker rejected a request or was not reachable; the cause is Kafka's own exception. */
public final class KafkaAdminException extends RuntimeException {
  private static final long serialVersionUID = 1;

  KafkaAdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
