package io.cdcpipeline.shop.database;

import java.sql.SQLException;

/** The database did not do what was asked. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose turn it is: the caller's, to try again later, or a developer's. */
  public enum Kind {
    AWAY,
    REFUSED
  }

  private final Kind kind;

  DatabaseException(Kind kind, String message, SQLException cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
