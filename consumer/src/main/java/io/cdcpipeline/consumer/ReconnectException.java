package io.cdcpipeline.consumer;

/** Kafka's client cannot continue, but a new one in the same process can. */
final class ReconnectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReconnectException(String message) {
    super(message);
  }
}
