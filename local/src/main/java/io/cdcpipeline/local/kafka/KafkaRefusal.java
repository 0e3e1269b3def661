package io.cdcpipeline.local.kafka;

/** The broker refused or could not be asked; the cause is Kafka's own exception. */
public final class KafkaRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  KafkaRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
