package io.cdcpipeline.local.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A fixed workload on its own tables: inserts, updates and deletes in transactions of various
 * sizes, with DDL in between; counts what was committed.
 */
public final class Workload implements AutoCloseable {
  private static final List<String> TABLES = List.of("once_customers", "once_orders", "once_items");

  private final String url;
  private final Properties login;
  private final String database;
  private final Counts committed = Counts.empty();
  private Connection connection;
  private int nextId = 1;

  private Workload(String url, Properties login, String database) {
    this.url = url;
    this.login = login;
    this.database = database;
  }

  public static Workload connect(String host, int port, String user, String password, String db) {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("sslMode", "DISABLED");
    login.setProperty("allowPublicKeyRetrieval", "true");
    login.setProperty("rewriteBatchedStatements", "true");
    login.setProperty("connectTimeout", "5000");
    var workload = new Workload("jdbc:mysql://%s:%d/%s".formatted(host, port, db), login, db);
    workload.reconnect();
    return workload;
  }

  /** Logs in again, after the database has closed the connection. */
  void reconnect() {
    try {
      connection = DriverManager.getConnection(url, login);
    } catch (SQLException e) {
      throw DemoException.failed(
          "SQL login as %s failed: %s".formatted(login.getProperty("user"), e.getMessage()), e);
    }
  }

  public Counts committed() {
    return committed;
  }

  /** 11,000 row changes and six DDL statements. */
  public void runAll() {
    createTables();
    for (String table : TABLES) {
      insert(table, 2_000, 100);
    }
    ddl("once_orders", "ALTER TABLE once_orders ADD COLUMN note VARCHAR(40)");
    for (String table : TABLES) {
      update(table, 1_000);
      delete(table, 500);
    }
    insert("once_items", 500, 7);
    ddl("once_items", "CREATE INDEX by_amount ON once_items (amount)");
    ddl("once_customers", "ALTER TABLE once_customers MODIFY COLUMN name VARCHAR(80)");
  }

  public void createTables() {
    for (String table : TABLES) {
      ddl(
          table,
          "CREATE TABLE %s (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, amount DECIMAL(12,2), changed DATETIME(3))"
              .formatted(table));
    }
  }

  /** Inserts rows in transactions of the given size. */
  public void insert(String table, int rows, int perTransaction) {
    String sql = "INSERT INTO %s (id, name, amount, changed) VALUES (?, ?, ?, NOW(3))";
    inTransactions(
        sql.formatted(table),
        rows,
        perTransaction,
        (statement, i) -> {
          int id = nextId++;
          statement.setInt(1, id);
          statement.setString(2, "n\u00e4me " + id);
          statement.setString(3, id + ".50");
        });
    committed.add(TableOp.of(database, table, "insert"), rows);
  }

  /** Updates the oldest rows, each once. */
  public void update(String table, int rows) {
    int changed =
        run(
            "UPDATE %s SET amount = amount + 1, changed = NOW(3) ORDER BY id LIMIT %d",
            table, rows);
    committed.add(TableOp.of(database, table, "update"), changed);
  }

  public void delete(String table, int rows) {
    int deleted = run("DELETE FROM %s ORDER BY id LIMIT %d", table, rows);
    committed.add(TableOp.of(database, table, "delete"), deleted);
  }

  private int run(String sql, String table, int rows) {
    try (Statement statement = connection.createStatement()) {
      int changed = statement.executeUpdate(sql.formatted(table, rows));
      commitIfNeeded();
      return changed;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void ddl(String table, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
    committed.add(TableOp.of(database, table, "ddl"), 1);
  }

  /** One row with a text of that many characters, in a table of its own. */
  void insertLarge(String table, int characters) {
    ddl(table, "CREATE TABLE %s (id BIGINT PRIMARY KEY, text LONGTEXT)".formatted(table));
    run("INSERT INTO %s VALUES (1, REPEAT('x', %d))", table, characters);
    committed.add(TableOp.of(database, table, "insert"), 1);
  }

  /** Creates, fills, alters and drops a table. */
  void comeAndGo(String table) {
    ddl(table, "CREATE TABLE %s (id BIGINT PRIMARY KEY)".formatted(table));
    run("INSERT INTO %s VALUES (%d)", table, 1);
    committed.add(TableOp.of(database, table, "insert"), 1);
    ddl(table, "ALTER TABLE %s ADD COLUMN note VARCHAR(40)".formatted(table));
    run("UPDATE %s SET note = 'n' LIMIT %d", table, 1);
    committed.add(TableOp.of(database, table, "update"), 1);
    ddl(table, "DROP TABLE " + table);
  }

  private interface Binder {
    void bind(PreparedStatement statement, int row) throws SQLException;
  }

  private void inTransactions(String sql, int rows, int perTransaction, Binder binder) {
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 1; i <= rows; i++) {
          binder.bind(statement, i);
          statement.addBatch();
          if (i % perTransaction == 0 || i == rows) {
            statement.executeBatch();
            connection.commit();
          }
        }
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void commitIfNeeded() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static DemoException failed(SQLException e) {
    return DemoException.failed("The workload's SQL failed: " + e.getMessage(), e);
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
