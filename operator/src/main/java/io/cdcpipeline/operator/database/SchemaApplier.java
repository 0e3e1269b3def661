package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One connection that makes a piece of work true. */
final class SchemaApplier {
  /** ER_CANNOT_USER: for CREATE USER, that it exists. */
  private static final int USER_EXISTS = 1396;

  /** No such grant, table grant, table or user: somebody was quicker. */
  private static final Set<Integer> NOTHING_TO_REVOKE = Set.of(1133, 1141, 1146, 1147, 1269, 1396);

  private final Connection connection;
  private final SqlEndpoint access;
  private final DesiredSchema work;

  SchemaApplier(Connection connection, SqlEndpoint access, DesiredSchema work) {
    this.connection = connection;
    this.access = access;
    this.work = work;
  }

  void schema() throws SqlFailure {
    if (work.database() != null) {
      var name = "`" + work.database().replace("`", "``") + "`";
      step("creating database " + work.database(), "CREATE DATABASE IF NOT EXISTS " + name);
      step("using database " + work.database(), "USE " + name);
    }
    int number = 0;
    for (var sql : work.schema()) {
      number++;
      try {
        execute(sql);
      } catch (SQLException e) {
        throw SqlErrors.statement(number, sql, e);
      }
    }
  }

  /** Returns the users that were not there before. */
  Set<String> users() throws SqlFailure {
    var created = new TreeSet<String>();
    for (var user : work.users()) {
      if (create(user)) {
        created.add(user.name());
      } else {
        requireOurs(user);
      }
      password(user.name(), user.password());
      revoke(user.name(), unwanted(user));
      for (var privilege : user.privileges()) {
        step(
            "granting %s to %s".formatted(privilege, user.name()),
            "GRANT " + privilege + " TO " + account(user.name()));
      }
    }
    for (var name : work.previousGrants().keySet()) {
      if (work.users().stream().noneMatch(user -> user.name().equals(name))) {
        remove(name);
      }
    }
    return created;
  }

  /** Without IF NOT EXISTS, which would not tell whether the user is somebody else's. */
  private boolean create(SqlUser user) throws SqlFailure {
    try {
      execute(
          "CREATE USER %s IDENTIFIED BY %s".formatted(account(user.name()), text(user.password())));
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == USER_EXISTS) {
        return false;
      }
      throw SqlErrors.step("creating user %s as %s".formatted(user.name(), access.username()), e);
    }
  }

  /** Ours is whom we remember, and whom our password lets in: a former pipeline's, or half made. */
  private void requireOurs(SqlUser user) throws SqlFailure {
    try {
      if (user.passwordFromUser()
          || work.created().contains(user.name())
          || JdbcSchemaService.letsIn(access.as(user))) {
        return;
      }
    } catch (SQLException e) {
      throw SqlErrors.connecting(access, e);
    }
    throw new SqlFailure(
        Reason.NameConflict,
        "%s has a user %s that this pipeline did not create: name another in spec.database.users,"
                .formatted(access.address(), user.name())
            + " or give this one a passwordSecret with its password");
  }

  /** A user that was there before us keeps what it has from others. */
  private void remove(String user) throws SqlFailure {
    if (work.created().contains(user)) {
      step("dropping user " + user, "DROP USER IF EXISTS " + account(user));
    } else {
      revoke(user, work.previousGrants().get(user));
    }
  }

  void password(String user, String password) throws SqlFailure {
    step(
        "setting the password of " + user,
        "ALTER USER %s IDENTIFIED BY %s".formatted(account(user), text(password)));
  }

  private List<String> unwanted(SqlUser user) {
    return work.previousGrants().getOrDefault(user.name(), List.of()).stream()
        .filter(privilege -> !user.privileges().contains(privilege))
        .toList();
  }

  private void revoke(String user, List<String> privileges) throws SqlFailure {
    for (var privilege : privileges) {
      try {
        execute("REVOKE " + privilege + " FROM " + account(user));
      } catch (SQLException e) {
        if (!NOTHING_TO_REVOKE.contains(e.getErrorCode())) {
          throw SqlErrors.step("taking %s from %s".formatted(privilege, user), e);
        }
      }
    }
  }

  private void step(String purpose, String sql) throws SqlFailure {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw SqlErrors.step(purpose + " as " + access.username(), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String account(String user) {
    return text(user) + "@'%'";
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
