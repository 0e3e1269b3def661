package io.cdcpipeline.shop.database;

import io.cdcpipeline.shop.config.SqlSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the database once a second, on a connection of its own so that a busy pool does not look
 * like a database that is away. After each connect it completes tables and first rows.
 */
public final class DatabaseMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseMonitor.class);

  /** Completes the rows of a prepared database. */
  public interface FirstRows {
    void insertMissing(SqlSession session) throws SQLException;
  }

  private final SqlConnector connector;
  private final FirstRows firstRows;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "database-monitor");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<String> trouble = Optional.of("the database was not reached yet");
  private Connection connection;

  public DatabaseMonitor(SqlSettings settings, FirstRows firstRows) {
    this.connector = new SqlConnector(settings);
    this.firstRows = firstRows;
  }

  public void start() {
    var unused = timer.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  /** Why the shop cannot work, in one line; empty when it can. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void look() {
    try {
      if (connection == null) {
        connection = connect();
        Schema.prepare(connection);
        insertFirstRows();
      } else {
        ping();
      }
      report(Optional.empty());
    } catch (SQLException | RuntimeException e) {
      disconnect();
      report(Optional.of("database %s: %s".formatted(connector.address(), SqlErrors.reason(e))));
    }
  }

  private void insertFirstRows() throws SQLException {
    // Closing the connection rolls back what fails.
    connection.setAutoCommit(false);
    firstRows.insertMissing(new SqlSession(connection));
    connection.commit();
    connection.setAutoCommit(true);
  }

  private Connection connect() throws SQLException {
    try {
      return connector.open();
    } catch (SQLException e) {
      if (e.getErrorCode() != SqlErrors.UNKNOWN_DATABASE) {
        throw e;
      }
      createDatabase();
      return connector.open();
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection server = connector.openServer();
        Statement statement = server.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS `%s`".formatted(connector.database()));
    }
  }

  private void ping() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("closing a broken connection", e);
      }
      connection = null;
    }
  }

  private void report(Optional<String> now) {
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    now.ifPresentOrElse(
        reason -> log.atWarn().addKeyValue("error", reason).log("not ready"),
        () -> log.info("database ready"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
