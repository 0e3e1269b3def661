package io.cdcpipeline.shop.service;

/** What was asked cannot be done, and the message tells the caller why. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public enum Kind {
    WRONG_PASSWORD,
    NOT_FOUND,
    CONFLICT
  }

  private final Kind kind;

  private RefusedException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static RefusedException wrongPassword() {
    return new RefusedException(Kind.WRONG_PASSWORD, "user name or password is wrong");
  }

  static RefusedException notFound(String what, long id) {
    return new RefusedException(Kind.NOT_FOUND, "%s %d does not exist".formatted(what, id));
  }

  static RefusedException conflict(String message) {
    return new RefusedException(Kind.CONFLICT, message);
  }

  public Kind kind() {
    return kind;
  }
}
