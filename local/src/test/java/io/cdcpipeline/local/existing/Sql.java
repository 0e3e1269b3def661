package io.cdcpipeline.local.existing;

import io.cdcpipeline.local.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs statements independently of the operator, as any user. */
record Sql(MariaDb database) {
  int port() {
    return database.endpoint().port();
  }

  void asRoot(String... statements) throws SQLException {
    for (String statement : statements) {
      run("root", "", statement);
    }
  }

  /** Creates a user with the password p and all privileges. */
  void administrator(String name) throws SQLException {
    asRoot(
        "CREATE USER %s IDENTIFIED BY 'p'".formatted(name),
        "GRANT ALL ON *.* TO %s WITH GRANT OPTION".formatted(name));
  }

  void run(String user, String password, String sql) throws SQLException {
    try (Connection connection = connect(user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number in the result. */
  int query(String user, String password, String sql) throws SQLException {
    try (Connection connection = connect(user, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://%s/?connectTimeout=5000&socketTimeout=20000".formatted(database.endpoint()),
        user,
        password);
  }
}
