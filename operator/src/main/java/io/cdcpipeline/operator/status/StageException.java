package io.cdcpipeline.operator.status;

/** A stage cannot go on now; the reason and message become its condition. */
public final class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public StageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
