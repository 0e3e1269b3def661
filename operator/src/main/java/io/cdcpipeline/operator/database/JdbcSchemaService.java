package io.cdcpipeline.operator.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;

/** Over the MySQL protocol, in statements that TiDB and MariaDB both take. */
final class JdbcSchemaService implements SchemaService {
  // A server that takes a connection and never greets must not hold it for as long as a statement.
  private static final String TIMEOUTS = "?connectTimeout=5000&socketTimeout=10000";
  private static final int STATEMENT_MS = 120_000;
  private static final int ACCESS_DENIED = 1045;
  private static final int LOGIN_WITHIN_SECONDS = 10;

  static {
    // Only the driver manager's bound holds for the handshake, during which a wrong port is silent.
    DriverManager.setLoginTimeout(LOGIN_WITHIN_SECONDS);
  }

  @Override
  public Set<String> apply(SqlEndpoint access, DesiredSchema work) throws SqlFailure {
    try (var connection = connect(access)) {
      var session = new SchemaApplier(connection, access, work);
      session.schema();
      return session.users();
    } catch (SQLException e) {
      throw SqlErrors.connecting(access, e);
    }
  }

  private static Connection connect(SqlEndpoint access) throws SQLException, SqlFailure {
    try {
      return open(access);
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED || !access.mayHaveEmptyRootPassword()) {
        throw e;
      }
      setFirstPassword(access, e);
      return open(access);
    }
  }

  /** TiDB starts with a root that has no password, open to whoever comes first: be that. */
  private static void setFirstPassword(SqlEndpoint access, SQLException refused)
      throws SQLException, SqlFailure {
    try (var connection = open(access.withoutPassword())) {
      new SchemaApplier(connection, access, DesiredSchema.NONE)
          .password(access.username(), access.password());
    } catch (SQLException e) {
      throw e.getErrorCode() == ACCESS_DENIED ? refused : e;
    }
  }

  /** Whether the server takes this login. */
  static boolean letsIn(SqlEndpoint access) throws SQLException {
    try (var connection = open(access)) {
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == 0) {
        throw e; // the driver's own: nobody answered
      }
      return false;
    }
  }

  private static Connection open(SqlEndpoint access) throws SQLException {
    var login = new Properties();
    login.setProperty("user", access.username());
    login.setProperty("password", access.password());
    var connection =
        DriverManager.getConnection("jdbc:mysql://" + access.address() + "/" + TIMEOUTS, login);
    connection.setNetworkTimeout(Runnable::run, STATEMENT_MS);
    return connection;
  }
}
