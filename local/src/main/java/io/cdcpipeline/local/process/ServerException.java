package io.cdcpipeline.local.process;

/** A server of the demo could not be started or reached; the message says what to do. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
