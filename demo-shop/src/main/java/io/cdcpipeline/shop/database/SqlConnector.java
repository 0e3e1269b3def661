package io.cdcpipeline.shop.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.Credentials;
import io.cdcpipeline.shop.config.SqlSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** One place for the driver's properties, for the pool and for connections beside it. */
final class SqlConnector {
  private final SqlSettings settings;
  private final Properties properties = new Properties();

  SqlConnector(SqlSettings settings) {
    this.settings = settings;
    properties.setProperty("connectTimeout", "2000");
    // A server that takes a connection and says nothing must not hold a request for good.
    properties.setProperty("socketTimeout", "5000");
    properties.setProperty("rewriteBatchedStatements", "true");
    properties.setProperty("useLocalSessionState", "true");
  }

  String database() {
    return settings.database();
  }

  String address() {
    return settings.host() + ":" + settings.port();
  }

  Connection open() throws SQLException {
    return open(settings.database());
  }

  /** Without a database, to create it. */
  Connection openServer() throws SQLException {
    return open("");
  }

  private Connection open(String database) throws SQLException {
    Properties login = new Properties();
    login.putAll(properties);
    Credentials credentials = credentials();
    login.setProperty("user", credentials.getUsername());
    login.setProperty("password", credentials.getPassword());
    return DriverManager.getConnection(url(database), login);
  }

  private String url(String database) {
    return "jdbc:mysql://%s/%s".formatted(address(), database);
  }

  /**
   * A pool that starts without its database, and that gives a request its turn or an error within a
   * second.
   */
  HikariConfig pool() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("shop");
    pool.setJdbcUrl(url(settings.database()));
    pool.setDataSourceProperties(properties);
    pool.setCredentialsProvider(this::credentials);
    pool.setMaximumPoolSize(settings.connections());
    pool.setConnectionTimeout(1000);
    pool.setValidationTimeout(1000);
    pool.setInitializationFailTimeout(-1);
    // What is read after a lock is what the lock protects, in TiDB too: by default it reads as of
    // the transaction's begin.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  private Credentials credentials() {
    return new Credentials(settings.user(), settings.password().value());
  }
}
