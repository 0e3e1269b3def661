package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

/** What an error of the database means to the user; codes are MySQL's, which TiDB keeps. */
final class SqlErrors {
  private static final int ACCESS_DENIED = 1045;
  private static final Set<Integer> RIGHTS = Set.of(1044, 1142, 1143, 1227, 1410, 8121);
  private static final int LONGEST_STATEMENT = 60;

  private SqlErrors() {}

  static SqlFailure connecting(SqlEndpoint access, SQLException e) {
    if (e.getErrorCode() == ACCESS_DENIED) {
      return new SqlFailure(Reason.AuthenticationFailed, refused(access));
    }
    if (RIGHTS.contains(e.getErrorCode())) {
      return new SqlFailure(
          Reason.AuthorizationFailed,
          "%s denies access to user %s: %s"
              .formatted(access.address(), access.username(), firstLine(e.getMessage())));
    }
    return new SqlFailure(Reason.Unreachable, access.address() + " does not answer: " + deepest(e));
  }

  private static String refused(SqlEndpoint access) {
    var problem =
        "%s refuses user %s with ".formatted(access.address(), access.username())
            + (access.secret() == null ? "no password: " : "the password of Secret ");
    return access.secret() == null
        ? problem + "set spec.database.existing.credentialsSecret"
        : problem + access.secret() + ": put the right one into it, key password";
  }

  /** The driver's own text speaks of packets; the cause says unknown host or refused. */
  private static String deepest(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    // The JDK says it in other words the second time, and a status would change for ever.
    return cause instanceof UnknownHostException
        ? "no such host"
        : cause.getClass().getSimpleName() + ", " + firstLine(cause.getMessage());
  }

  /** A statement of the user, which may be shown. */
  static SqlFailure statement(int number, String sql, SQLException e) {
    // What is quoted may be a password.
    var start = sql.replaceAll("\\s+", " ").replaceFirst("['\"].*", "...");
    var shown =
        start.length() <= LONGEST_STATEMENT ? start : start.substring(0, LONGEST_STATEMENT) + "...";
    return failure(
        e,
        "statement %d of spec.database.schema (%s): %s"
            .formatted(number, shown, firstLine(e.getMessage()).replaceFirst(" near ['\"].*", "")));
  }

  /** A step of ours whose text holds a password: only its purpose is shown. */
  static SqlFailure step(String purpose, SQLException e) {
    return failure(e, purpose + ": " + firstLine(e.getMessage()));
  }

  private static SqlFailure failure(SQLException e, String message) {
    if (RIGHTS.contains(e.getErrorCode())) {
      return new SqlFailure(Reason.AuthorizationFailed, message + "; grant that right");
    }
    boolean lost = e.getSQLState() != null && e.getSQLState().startsWith("08");
    return new SqlFailure(lost ? Reason.Unreachable : Reason.SQLStatementFailed, message);
  }

  private static String firstLine(String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("no message");
  }
}
