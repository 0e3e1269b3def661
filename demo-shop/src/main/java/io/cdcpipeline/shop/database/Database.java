package io.cdcpipeline.shop.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cdcpipeline.shop.config.SqlSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;

/** The pool, and transactions on it that are repeated while the database is away. */
public final class Database implements AutoCloseable {
  /**
   * What is done in the database. It may run several times, also after a commit whose answer was
   * lost: a second run has to change nothing that the first one changed.
   */
  public interface Work<T> {
    T in(SqlSession session) throws SQLException;
  }

  private final HikariDataSource pool;
  private final Retry retry;

  private Database(HikariDataSource pool, Retry retry) {
    this.pool = pool;
    this.retry = retry;
  }

  /** Connects to nothing yet. */
  public static Database open(SqlSettings settings, MeterRegistry metrics) {
    HikariConfig config = new SqlConnector(settings).pool();
    config.setMetricRegistry(metrics);
    Counter retries =
        Counter.builder("shop.database.retries")
            .description("Transactions that were tried again.")
            .register(metrics);
    return new Database(
        new HikariDataSource(config), new Retry(settings.retryFor(), retries::increment));
  }

  /** One or more queries, each for itself. */
  public <T> T read(Work<T> work) {
    return retry.run(
        () -> {
          try (Connection connection = pool.getConnection()) {
            return work.in(new SqlSession(connection));
          }
        });
  }

  /** A transaction; whatever {@code work} throws rolls it back. */
  public <T> T write(Work<T> work) {
    return retry.run(
        () -> {
          try (Connection connection = pool.getConnection()) {
            // The pool rolls back, and sets this back, what is returned without a commit.
            connection.setAutoCommit(false);
            T result = work.in(new SqlSession(connection));
            connection.commit();
            return result;
          }
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
