package io.cdcpipeline.shop.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Which SQL errors pass by themselves, and what to say about the others. */
final class SqlErrors {
  static final int UNKNOWN_DATABASE = 1049;

  /**
   * Of both: 1020, 1205, 1213 another transaction was in the way; 1053, 1927 the server goes down.
   * Of TiDB: 9001 to 9005 PD or TiKV is busy or away, 9007 write conflict, 8022 and 8028 the commit
   * met a change of schema.
   */
  private static final Set<Integer> TRANSIENT =
      Set.of(1020, 1053, 1205, 1213, 1927, 8022, 8028, 9001, 9002, 9003, 9004, 9005, 9007);

  private SqlErrors() {}

  static boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || state != null && state.startsWith("08")
        || TRANSIENT.contains(e.getErrorCode());
  }

  /** The innermost reason in one line: the pool and the driver wrap it in paragraphs. */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse(message);
  }
}
