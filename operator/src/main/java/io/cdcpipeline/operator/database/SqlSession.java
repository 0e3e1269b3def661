package io.cdcpipeline.operator.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One connection that makes a piece of work true. */
final class SqlSession {
  private final Connection connection;
  private final SqlAccess access;
  private final SqlWork work;

  SqlSession(Connection connection, SqlAccess access, SqlWork work) {
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
        throw SqlTrouble.statement(number, sql, e);
      }
    }
  }

  void users() throws SqlFailure {
    for (var user : work.users()) {
      step(
          "creating user " + user.name(),
          "CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s"
              .formatted(account(user.name()), text(user.password())));
      password(user.name(), user.password());
      takeBack(user.name(), unwanted(user));
      for (var privilege : user.privileges()) {
        step(
            "granting %s to %s".formatted(privilege, user.name()),
            "GRANT " + privilege + " TO " + account(user.name()));
      }
    }
    for (var name : work.before().keySet()) {
      if (work.users().stream().noneMatch(user -> user.name().equals(name))) {
        step("dropping user " + name, "DROP USER IF EXISTS " + account(name));
      }
    }
  }

  void password(String user, String password) throws SqlFailure {
    step(
        "setting the password of " + user,
        "ALTER USER %s IDENTIFIED BY %s".formatted(account(user), text(password)));
  }

  private List<String> unwanted(SqlUser user) {
    return work.before().getOrDefault(user.name(), List.of()).stream()
        .filter(privilege -> !user.privileges().contains(privilege))
        .toList();
  }

  private void takeBack(String user, List<String> privileges) throws SqlFailure {
    for (var privilege : privileges) {
      step(
          "taking %s from %s".formatted(privilege, user),
          "REVOKE " + privilege + " FROM " + account(user));
    }
  }

  private void step(String purpose, String sql) throws SqlFailure {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw SqlTrouble.step(purpose + " as " + access.username(), e);
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
