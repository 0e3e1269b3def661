package io.cdcpipeline.operator.changefeed;

/** A call to TiCDC failed. The message holds no secret. */
public final class ChangefeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  ChangefeedException(ErrorKind kind, String text) {
    super(text);
    this.kind = kind;
  }

  /**
   * A failed call, or an error that TiCDC reports of a changefeed.
   *
   * @param text in TiCDC's words, with secrets masked
   */
  public record Failure(ErrorKind kind, String text) {}

  ErrorKind kind() {
    return kind;
  }

  Failure failure() {
    return new Failure(kind, getMessage());
  }
}
