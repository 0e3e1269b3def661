package io.cdcpipeline.operator.changefeed;

/** A call to TiCDC did not succeed; its text holds no secret. */
public final class ChangefeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  ChangefeedException(ErrorKind kind, String text) {
    super(text);
    this.kind = kind;
  }

  ErrorKind kind() {
    return kind;
  }

  Trouble trouble() {
    return new Trouble(kind, getMessage());
  }
}
