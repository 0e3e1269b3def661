package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

/** What a database error means to the user; codes are MySQL's, which TiDB keeps. */
final class SqlErrors {
  private static final int ACCESS_DENIED = 1045;
  private static final Set<Integer> MISSING_PRIVILEGE = Set.of(1044, 1142, 1143, 1227, 1410, 8121);
  private static final int MAX_STATEMENT_LENGTH = 60;

  private SqlErrors() {}

  /** A failure before the first statement. */
  static StageException connecting(SqlEndpoint endpoint, SQLException e) {
    if (e.getErrorCode() == ACCESS_DENIED) {
      return new StageException(Reason.AuthenticationFailed, rejected(endpoint));
    }
    if (MISSING_PRIVILEGE.contains(e.getErrorCode())) {
      return new StageException(
          Reason.AuthorizationFailed,
          "%s denies access to user %s: %s"
              .formatted(endpoint.address(), endpoint.username(), firstLine(e.getMessage())));
    }
    return new StageException(
        Reason.Unreachable, endpoint.address() + " does not answer: " + rootCause(e));
  }

  private static String rejected(SqlEndpoint endpoint) {
    var who = "%s rejects user %s with ".formatted(endpoint.address(), endpoint.username());
    return endpoint.secret() == null
        ? who + "no password: set spec.database.existing.credentialsSecret"
        : who + "the password in Secret " + endpoint.secret() + ": correct its key password";
  }

  /** The driver's own text is about packets; the cause says unknown host or refused. */
  private static String rootCause(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    // The JDK words it differently the second time, and the status would keep changing.
    return cause instanceof UnknownHostException
        ? "no such host"
        : cause.getClass().getSimpleName() + ", " + firstLine(cause.getMessage());
  }

  /** A statement of the user's, which may be shown. */
  static StageException statement(int number, String sql, SQLException e) {
    // Whatever is in quotes may be a password.
    var start = sql.replaceAll("\\s+", " ").replaceFirst("['\"].*", "...");
    var shown =
        start.length() <= MAX_STATEMENT_LENGTH
            ? start
            : start.substring(0, MAX_STATEMENT_LENGTH) + "...";
    return failure(
        e,
        "statement %d of spec.database.schema (%s): %s"
            .formatted(number, shown, firstLine(e.getMessage()).replaceFirst(" near ['\"].*", "")));
  }

  /** A statement of ours, which contains a password: only its purpose is shown. */
  static StageException step(String purpose, SQLException e) {
    return failure(e, purpose + ": " + firstLine(e.getMessage()));
  }

  private static StageException failure(SQLException e, String message) {
    if (MISSING_PRIVILEGE.contains(e.getErrorCode())) {
      return new StageException(
          Reason.AuthorizationFailed, message + "; grant the missing privilege");
    }
    boolean connectionLost = e.getSQLState() != null && e.getSQLState().startsWith("08");
    return new StageException(
        connectionLost ? Reason.Unreachable : Reason.SQLStatementFailed, message);
  }

  private static String firstLine(String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("no message");
  }
}
