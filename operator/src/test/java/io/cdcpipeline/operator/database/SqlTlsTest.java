package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.TlsMode;
import io.cdcpipeline.operator.image.Certificate;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server that is not the database may learn from the operator's login. */
class SqlTlsTest {
  private static final String NATIVE = "mysql_native_password";
  @TempDir private static Path own;
  @TempDir private static Path foreign;
  private static SSLContext server;
  private static String ca;
  private static String otherCa;

  @BeforeAll
  static void certificates() throws Exception {
    var certificate = new Certificate(own);
    server = certificate.tls();
    ca = Files.readString(certificate.pem());
    otherCa = Files.readString(new Certificate(foreign).pem());
  }

  @ParameterizedTest
  @CsvSource({
    "mysql_clear_password, ",
    "mysql_clear_password, REQUIRE",
    "mysql_clear_password, VERIFY_CA",
    "sha256_password, ",
    "caching_sha2_password, ",
    "caching_sha2_password, REQUIRE"
  })
  void aPasswordIsNeverShownToWhoeverAnswers(String plugin, TlsMode mode) throws Exception {
    try (var sql = new FakeSqlServer(server, plugin)) {
      var failure =
          connect(sql, "127.0.0.1", new SqlTls(mode, mode == TlsMode.VERIFY_CA ? ca : null));

      assertThat(sql.received()).contains("root").doesNotContain("s3cret");
      assertThat(failure.reason()).isEqualTo(Reason.AuthenticationFailed);
      assertThat(failure).hasMessageContaining("asks for a login by " + plugin);
    }
  }

  @Test
  void aVerifiedServerMayAskForThePassword() throws Exception {
    try (var sql = new FakeSqlServer(server, "caching_sha2_password")) {
      connect(sql, "127.0.0.1", new SqlTls(TlsMode.VERIFY_IDENTITY, ca));

      assertThat(sql.received()).contains("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, VERIFY_IDENTITY", "localhost, VERIFY_CA", "localhost, REQUIRE"})
  void aTrustedServerIsAskedToAcceptTheLogin(String host, TlsMode mode) throws Exception {
    try (var sql = new FakeSqlServer(server, NATIVE)) {
      var failure = connect(sql, host, new SqlTls(mode, mode.verifies() ? ca : null));

      assertThat(failure.reason()).isEqualTo(Reason.AuthenticationFailed);
      assertThat(sql.received()).contains("root");
    }
  }

  @Test
  void aCertificateForAnotherHostEndsTheConnectionBeforeTheLogin() throws Exception {
    assertDistrusted("localhost", new SqlTls(TlsMode.VERIFY_IDENTITY, ca));
  }

  @Test
  void aCertificateOfAnotherAuthorityEndsTheConnectionBeforeTheLogin() throws Exception {
    assertDistrusted("127.0.0.1", new SqlTls(TlsMode.VERIFY_IDENTITY, otherCa));
    assertDistrusted("127.0.0.1", new SqlTls(TlsMode.VERIFY_CA, otherCa));
    assertDistrusted("127.0.0.1", new SqlTls(TlsMode.VERIFY_CA, null));
  }

  private static void assertDistrusted(String host, SqlTls tls) throws Exception {
    try (var sql = new FakeSqlServer(server, NATIVE)) {
      var failure = connect(sql, host, tls);

      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.CertificateNotTrusted);
      assertThat(failure).hasMessageContaining("spec.database.existing.tls");
      assertThat(sql.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY_IDENTITY", "VERIFY_CA", "REQUIRE"})
  void aServerWithoutTlsGetsNoLoginWhereTlsIsRequired(TlsMode mode) throws Exception {
    try (var sql = new FakeSqlServer(null, NATIVE)) {
      var failure = connect(sql, "127.0.0.1", new SqlTls(mode, null));

      assertThat(failure).hasMessageContaining("offers no TLS");
      assertThat(sql.received()).isEmpty();
    }
  }

  private static StageException connect(FakeSqlServer sql, String host, SqlTls tls)
      throws IOException {
    var endpoint =
        new SqlEndpoint(
            host, sql.port(), "root", "s3cret", "login", null, false, tls, ConnectionGuard.OPEN);
    try {
      SqlConnections.open(endpoint).close();
      throw new AssertionError("the server accepts nobody");
    } catch (SQLException e) {
      return SqlErrors.connecting(endpoint, e);
    }
  }
}
