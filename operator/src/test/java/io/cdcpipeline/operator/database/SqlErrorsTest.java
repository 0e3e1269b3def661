package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.status.Reason;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlErrorsTest {
  private static final SqlEndpoint ACCESS =
      new SqlEndpoint(
          "tidb",
          4000,
          "root",
          "s3cret",
          "shop-db-root",
          null,
          true,
          SqlTls.IF_OFFERED,
          ConnectionGuard.OPEN);

  @Test
  void aRejectedLoginNamesTheSecretWithThePassword() {
    var failure = SqlErrors.connecting(ACCESS, new SQLException("no", "28000", 1045));

    assertThat(failure.reason()).isEqualTo(Reason.AuthenticationFailed);
    assertThat(failure)
        .hasMessage(
            "tidb:4000 rejects user root with the password in Secret shop-db-root: correct its key"
                + " password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidb", "tidb: Name or service not known"})
  void anUnknownHostAlwaysHasTheSameMessage(String jdk) {
    var cause = new UnknownHostException(jdk);
    var failure =
        SqlErrors.connecting(ACCESS, new SQLException("link failure\n\nThe last", "08S01", cause));

    assertThat(failure.reason()).isEqualTo(Reason.Unreachable);
    assertThat(failure).hasMessage("tidb:4000 does not answer: no such host");
  }

  @ParameterizedTest
  @CsvSource({
    "1142, 42000, AuthorizationFailed",
    "8121, HY000, AuthorizationFailed",
    "1064, 42000, SQLStatementFailed",
    "0, 08S01, Unreachable"
  })
  void reasonOfAStatement(int code, String state, Reason reason) {
    assertThat(SqlErrors.statement(1, "X", new SQLException("no", state, code)).reason())
        .isEqualTo(reason);
  }

  @Test
  void aFailingStatementIsNumberedAndShownUpToItsFirstQuote() {
    var failure =
        SqlErrors.statement(
            3,
            "CREATE USER app\nIDENTIFIED BY 's3cret'",
            new SQLException(
                "error in your SQL syntax near 'BY 's3cret'' at line 1", "42000", 1064));

    assertThat(failure)
        .hasMessage(
            "statement 3 of spec.database.schema (CREATE USER app IDENTIFIED BY ...): error in your"
                + " SQL syntax");
  }
}
