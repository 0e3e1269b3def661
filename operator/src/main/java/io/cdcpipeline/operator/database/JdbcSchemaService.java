package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
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
      if (e.getErrorCode() != ACCESS_DENIED || !replacePassword(endpoint)) {
        throw e;
      }
      return SqlConnections.open(endpoint);
    }
  }

  /**
   * Logs in with the password that was valid before the one in the Secret: that of the last login,
   * or none, because TiDB starts with a root user open to anybody until a password is set.
   */
  private static boolean replacePassword(SqlEndpoint endpoint) throws SQLException {
    if (endpoint.formerPassword() != null && setPassword(endpoint, endpoint.formerPassword())) {
      return true;
    }
    return endpoint.mayHaveEmptyRootPassword() && setPassword(endpoint, "");
  }

  private static boolean setPassword(SqlEndpoint endpoint, String current) throws SQLException {
    try (var connection = SqlConnections.open(endpoint.withPassword(current))) {
      new SchemaApplier(connection, endpoint, DesiredSchema.NONE)
          .setPassword(endpoint.username(), endpoint.password());
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == ACCESS_DENIED) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void verify(SqlEndpoint endpoint, DesiredSchema desired) {
    try (var connection = connect(endpoint)) {
      var applier = new SchemaApplier(connection, endpoint, desired);
      for (var user : desired.users()) {
        if (!SqlConnections.accepts(endpoint.as(user))) {
          restorePassword(applier, endpoint, desired, user);
        }
      }
    } catch (SQLException e) {
      throw SqlErrors.connecting(endpoint, e);
    }
  }

  /** Of a user that this pipeline created; only its owner knows which one is right of another. */
  private static void restorePassword(
      SchemaApplier applier, SqlEndpoint endpoint, DesiredSchema desired, DesiredSchema.User user) {
    if (!desired.created().contains(user.name())) {
      throw new StageException(
          Reason.AuthenticationFailed,
          "%s refuses user %s with the password in the Secret of spec.database.users: write the"
                  .formatted(endpoint.address(), user.name())
              + " password that is valid there into that Secret");
    }
    applier.setPassword(user.name(), user.password());
  }
}
