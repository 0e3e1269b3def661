package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What a database error means to the user; codes are MySQL's, which TiDB keeps. */
final class SqlErrors {
  private static final int ACCESS_DENIED = 1045;
  private static final Set<Integer> MISSING_PRIVILEGE = Set.of(1044, 1142, 1143, 1227, 1410, 8121);
  private static final int MAX_STATEMENT_LENGTH = 60;

  /** The driver's sentence about a plugin that we turned off. */
  private static final Pattern REFUSED_PLUGIN =
      Pattern.compile("[Aa]uthentication plugin '?\"?([a-z0-9_]+)");

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
    return beforeLogin(endpoint, e);
  }

  /** The driver's own errors, before the server has decided about the login. */
  private static StageException beforeLogin(SqlEndpoint endpoint, SQLException e) {
    var cause = root(e);
    if (cause instanceof StageException known) {
      return known;
    }
    var tls = "spec.database.existing.tls";
    var plugin = REFUSED_PLUGIN.matcher(String.valueOf(e.getMessage()));
    if (plugin.find()) {
      return new StageException(
          Reason.AuthenticationFailed,
          "%s asks for a login by %s, which shows the password to a server that is not verified:"
                  .formatted(endpoint.address(), plugin.group(1))
              + " set %s with mode verify-identity, or create the user with mysql_native_password"
                  .formatted(tls));
    }
    if (String.valueOf(e.getMessage()).contains("SSL Connection required")) {
      return new StageException(
          Reason.CertificateNotTrusted,
          "%s offers no TLS: enable it there, or set %s.mode to disabled"
              .formatted(endpoint.address(), tls));
    }
    if (cause instanceof GeneralSecurityException || cause instanceof SSLException) {
      return new StageException(
          Reason.CertificateNotTrusted,
          "the certificate of %s is not signed by the authority in %s.caSecret, or is for another"
                  .formatted(endpoint.address(), tls)
              + " host: "
              + firstLine(cause.getMessage()));
    }
    return new StageException(
        Reason.Unreachable, endpoint.address() + " does not answer: " + rootCause(cause));
  }

  private static String rejected(SqlEndpoint endpoint) {
    var who = "%s rejects user %s with ".formatted(endpoint.address(), endpoint.username());
    return endpoint.secret() == null
        ? who + "no password: set spec.database.existing.credentialsSecret"
        : who + "the password in Secret " + endpoint.secret() + ": correct its key password";
  }

  /** The driver's own text is about packets; the cause says unknown host or refused. */
  private static String rootCause(Throwable cause) {
    // The JDK words it differently the second time, and the status would keep changing.
    return cause instanceof UnknownHostException
        ? "no such host"
        : cause.getClass().getSimpleName() + ", " + firstLine(cause.getMessage());
  }

  private static Throwable root(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
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
