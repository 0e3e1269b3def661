package io.cdcpipeline.consumer;

/** Kafka's client cannot continue, but a new one in the same process can. */
final class ReconnectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean outOfMemory;

  ReconnectException(String message) {
    super(message);
    outOfMemory = false;
  }

  /** The client has no memory for what a broker sends. */
  ReconnectException(Throwable outOfMemory) {
    super("out of memory in Kafka's client: a record may be too large for it", outOfMemory);
    this.outOfMemory = true;
  }

  boolean isOutOfMemory() {
    return outOfMemory;
  }
}
