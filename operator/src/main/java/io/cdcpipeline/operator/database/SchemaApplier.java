package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Applies a desired schema over one connection. */
final class SchemaApplier {
  /** ER_CANNOT_USER: for CREATE USER, that it exists. */
  private static final int USER_EXISTS = 1396;

  /** No such grant, table grant, table or user: it has been revoked or dropped already. */
  private static final Set<Integer> NOTHING_TO_REVOKE = Set.of(1133, 1141, 1146, 1147, 1269, 1396);

  private final Connection connection;
  private final SqlEndpoint endpoint;
  private final DesiredSchema desired;

  SchemaApplier(Connection connection, SqlEndpoint endpoint, DesiredSchema desired) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.desired = desired;
  }

  void applySchema() {
    if (desired.database() != null) {
      var name = "`" + desired.database().replace("`", "``") + "`";
      step("creating database " + desired.database(), "CREATE DATABASE IF NOT EXISTS " + name);
      step("using database " + desired.database(), "USE " + name);
    }
    int number = 0;
    for (var sql : desired.statements()) {
      number++;
      try {
        execute(sql);
      } catch (SQLException e) {
        throw SqlErrors.statement(number, sql, e);
      }
    }
  }

  /**
   * Returns the users that are this pipeline's own: new ones, and those of an earlier attempt.
   *
   * @param onCreated called at once for each new user
   */
  Set<String> applyUsers(Consumer<String> onCreated) {
    var own = new TreeSet<String>();
    for (var user : desired.users()) {
      if (create(user)) {
        onCreated.accept(user.name());
        own.add(user.name());
      } else if (isOwn(user)) {
        own.add(user.name());
      }
      setPassword(user.name(), user.password());
      revoke(user.name(), unwanted(user));
      for (var privilege : user.privileges()) {
        step(
            "granting %s to %s".formatted(privilege, user.name()),
            "GRANT " + privilege + " TO " + account(user.name()));
      }
    }
    for (var name : desired.previousGrants().keySet()) {
      if (desired.users().stream().noneMatch(user -> user.name().equals(name))) {
        remove(name);
      }
    }
    return own;
  }

  void setPassword(String user, String password) {
    step(
        "setting the password of " + user,
        "ALTER USER %s IDENTIFIED BY %s".formatted(account(user), literal(password)));
  }

  /** Without IF NOT EXISTS, which would hide that the user belongs to somebody else. */
  private boolean create(DesiredSchema.User user) {
    try {
      execute(
          "CREATE USER %s IDENTIFIED BY %s"
              .formatted(account(user.name()), literal(user.password())));
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == USER_EXISTS) {
        return false;
      }
      throw SqlErrors.step("creating user %s as %s".formatted(user.name(), endpoint.username()), e);
    }
  }

  /**
   * Whether an existing user is ours: we recorded its creation, or our password logs it in. Then it
   * is that of an earlier pipeline, or of an attempt that was interrupted.
   *
   * @throws StageException with NameConflict for anybody else's, unless the spec has its password
   */
  private boolean isOwn(DesiredSchema.User user) {
    try {
      if (desired.created().contains(user.name())) {
        return true;
      }
      if (user.passwordFromUser() || SqlConnections.accepts(endpoint.as(user))) {
        return !user.passwordFromUser();
      }
    } catch (SQLException e) {
      throw SqlErrors.connecting(endpoint, e);
    }
    throw new StageException(
        Reason.NameConflict,
        "%s has a user %s that this pipeline did not create: choose another name in"
                .formatted(endpoint.address(), user.name())
            + " spec.database.users, or give this user a passwordSecret with its password");
  }

  /** A user that existed before us keeps the privileges it has from others. */
  private void remove(String user) {
    if (desired.created().contains(user)) {
      step("dropping user " + user, "DROP USER IF EXISTS " + account(user));
    } else {
      revoke(user, desired.previousGrants().get(user));
    }
  }

  private List<String> unwanted(DesiredSchema.User user) {
    return desired.previousGrants().getOrDefault(user.name(), List.of()).stream()
        .filter(privilege -> !user.privileges().contains(privilege))
        .toList();
  }

  private void revoke(String user, List<String> privileges) {
    for (var privilege : privileges) {
      try {
        execute("REVOKE " + privilege + " FROM " + account(user));
      } catch (SQLException e) {
        if (!NOTHING_TO_REVOKE.contains(e.getErrorCode())) {
          throw SqlErrors.step("revoking %s from %s".formatted(privilege, user), e);
        }
      }
    }
  }

  private void step(String purpose, String sql) {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw SqlErrors.step(purpose + " as " + endpoint.username(), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String account(String user) {
    return literal(user) + "@'%'";
  }

  private static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
