package io.cdcpipeline.operator.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;

/** Over JDBC, in statements that both TiDB and MariaDB accept. */
final class JdbcSchemaService implements SchemaService {
  private static final int ACCESS_DENIED = 1045;

  @Override
  public Set<String> apply(
      SqlEndpoint endpoint, DesiredSchema desired, Consumer<String> onCreated) {
    try (var connection = connect(endpoint)) {
      var applier = new SchemaApplier(connection, endpoint, desired);
      applier.applySchema();
      return applier.applyUsers(onCreated);
    } catch (SQLException e) {
      throw SqlErrors.connecting(endpoint, e);
    }
  }

  private static Connection connect(SqlEndpoint endpoint) throws SQLException {
    try {
      return SqlConnections.open(endpoint);
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED || !endpoint.mayHaveEmptyRootPassword()) {
        throw e;
      }
      setFirstPassword(endpoint, e);
      return SqlConnections.open(endpoint);
    }
  }

  /** TiDB starts with a root user without a password, open to anybody until one is set. */
  private static void setFirstPassword(SqlEndpoint endpoint, SQLException refused)
      throws SQLException {
    try (var connection = SqlConnections.open(endpoint.withoutPassword())) {
      new SchemaApplier(connection, endpoint, DesiredSchema.NONE)
          .setPassword(endpoint.username(), endpoint.password());
    } catch (SQLException e) {
      throw e.getErrorCode() == ACCESS_DENIED ? refused : e;
    }
  }
}
