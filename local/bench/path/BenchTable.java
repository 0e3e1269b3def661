package io.cdcpipeline.local.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A connection of its own with one table, whose rows are as wide as those of a shop's order. */
final class BenchTable implements AutoCloseable {
  private static final int BATCH = 5_000;

  private final String name;
  private final Connection connection;
  private final PreparedStatement insert;

  private BenchTable(String name, Connection connection) throws SQLException {
    this.name = name;
    this.connection = connection;
    execute(
        "CREATE TABLE %s (id BIGINT PRIMARY KEY, customer_id BIGINT, status VARCHAR(16), price DECIMAL(12,2), changed DATETIME(3), note VARCHAR(80))"
            .formatted(name));
    connection.setAutoCommit(false);
    insert =
        connection.prepareStatement(
            "INSERT INTO %s (id, customer_id, status, price, changed, note) VALUES (?, ?, 'NEW', ?, NOW(3), ?)"
                .formatted(name));
  }

  static BenchTable create(Connections to, String database, String name) {
    var login = new Properties();
    login.setProperty("user", to.sqlUser());
    login.setProperty("password", to.sqlPassword());
    login.setProperty("sslMode", "DISABLED");
    login.setProperty("allowPublicKeyRetrieval", "true");
    login.setProperty("rewriteBatchedStatements", "true");
    String url = "jdbc:mysql://%s:%d/%s".formatted(to.sqlHost(), to.sqlPort(), database);
    try {
      return new BenchTable(name, DriverManager.getConnection(url, login));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  String name() {
    return name;
  }

  /** Rows with these ids, not committed yet. */
  void insert(long from, long to) {
    try {
      for (long id = from; id < to; id++) {
        insert.setLong(1, id);
        insert.setLong(2, id * 7919 % 1_000_000);
        insert.setString(3, id % 1000 + ".90");
        insert.setString(4, "leave it with the neighbours, order " + id);
        insert.addBatch();
        if ((id - from) % BATCH == BATCH - 1 || id == to - 1) {
          insert.executeBatch();
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void update(long from, long to) {
    run("UPDATE %s SET status = 'PAID', changed = NOW(3)", from, to);
  }

  void delete(long from, long to) {
    run("DELETE FROM %s", from, to);
  }

  private void run(String sql, long from, long to) {
    String where = " WHERE id >= %d AND id < %d".formatted(from, to);
    int changed = execute(sql.formatted(name) + where);
    if (changed != to - from) {
      throw DemoException.failed("%s: %d rows instead of %d".formatted(sql, changed, to - from));
    }
  }

  int execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static DemoException failed(SQLException e) {
    return DemoException.failed("The bench's SQL failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection is not used again.
    }
  }
}
