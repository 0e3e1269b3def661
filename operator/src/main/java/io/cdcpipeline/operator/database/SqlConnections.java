package io.cdcpipeline.operator.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections over the MySQL protocol, every step of which has a time limit. */
final class SqlConnections {
  // A server that accepts a connection and never greets must not block it as long as a statement.
  private static final String TIMEOUTS = "?connectTimeout=5000&socketTimeout=10000";
  private static final int STATEMENT_TIMEOUT_MS = 120_000;
  private static final int MAX_PACKET_BYTES = 1024 * 1024;
  private static final int LOGIN_TIMEOUT_SECONDS = 10;

  static {
    // Only the driver manager's limit covers the handshake, in which a wrong port stays silent.
    DriverManager.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
  }

  private SqlConnections() {}

  /** Either of no use for a server such as TiDB, or shows the password to whoever answers. */
  private static final String NEVER =
      "mysql_clear_password,mysql_old_password,authentication_ldap_sasl_client,"
          + "authentication_kerberos_client,authentication_oci_client,"
          + "authentication_webauthn_client,authentication_openid_connect_client";

  /** Within TLS they send the password itself, so the server must have proved who it is. */
  private static final String ONLY_TO_VERIFIED = ",sha256_password,caching_sha2_password";

  static Connection open(SqlEndpoint endpoint) throws SQLException {
    var login = new Properties();
    login.setProperty("user", endpoint.username());
    login.setProperty("password", endpoint.password());
    login.setProperty("sslMode", endpoint.tls().driverMode());
    login.setProperty("defaultAuthenticationPlugin", "mysql_native_password");
    login.setProperty(
        "disabledAuthenticationPlugins",
        endpoint.tls().verifies() ? NEVER : NEVER + ONLY_TO_VERIFIED);
    login.setProperty("maxAllowedPacket", String.valueOf(MAX_PACKET_BYTES));
    SqlSocketFactory.use(login, endpoint.tls(), addresses(endpoint));
    var connection =
        DriverManager.getConnection("jdbc:mysql://" + endpoint.address() + "/" + TIMEOUTS, login);
    connection.setNetworkTimeout(Runnable::run, STATEMENT_TIMEOUT_MS);
    return connection;
  }

  /** As checked: the driver's sockets connect to these, whatever the name resolves to later. */
  private static InetAddress[] addresses(SqlEndpoint endpoint) throws SQLException {
    try {
      return endpoint.guard().resolve(endpoint.host());
    } catch (UnknownHostException e) {
      throw new SQLException(e.getMessage(), "08S01", e);
    }
  }

  /** Whether the server accepts the login. */
  static boolean accepts(SqlEndpoint endpoint) throws SQLException {
    try (var connection = open(endpoint)) {
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == 0) {
        throw e; // the driver's own: nobody answered
      }
      return false;
    }
  }
}
