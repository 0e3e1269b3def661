package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The smoke test's own table, whose rows it inserts, updates and deletes as a client of the
 * database would, in statements that TiDB and MariaDB both take.
 */
public final class SmokeTable implements AutoCloseable {
  public static final String NAME = "cdc_smoke";

  /** Ids of a run are its number and those that follow. */
  public static final int INSERTS = 10;

  public static final int UPDATES = 5;
  public static final int DELETES = 2;

  private final SqlEndpoint endpoint;
  private final String database;
  private final Connection connection;

  private SmokeTable(SqlEndpoint endpoint, String database, Connection connection) {
    this.endpoint = endpoint;
    this.database = database;
    this.connection = connection;
  }

  /**
   * Logs in with the credentials that the operator has.
   *
   * @param database in which the table is created
   * @throws io.cdcpipeline.operator.status.StageException in the database's words
   */
  public static SmokeTable open(CdcPipeline pipeline, SecretReader secrets, String database) {
    var endpoint = endpoint(pipeline, secrets);
    try {
      return new SmokeTable(endpoint, database, SqlConnections.open(endpoint));
    } catch (SQLException e) {
      throw SqlErrors.connecting(endpoint, e);
    }
  }

  private static SqlEndpoint endpoint(CdcPipeline pipeline, SecretReader secrets) {
    var existing = pipeline.getSpec().database().existing();
    if (existing != null) {
      return SqlEndpoint.existing(existing, secrets, ConnectionGuard.OPEN);
    }
    var names = ResourceNames.of(pipeline);
    var secret = names.databaseRootSecret();
    return new SqlEndpoint(
        names.tidbHost(),
        ResourceNames.TIDB_PORT,
        RootPassword.USERNAME,
        secrets.require("the managed database", secret, "password"),
        secret,
        null,
        false,
        SqlTls.IF_OFFERED,
        ConnectionGuard.OPEN);
  }

  /** Creates the table; that of a run that was interrupted is used again. */
  public void create() {
    run(
        "create the table",
        "CREATE TABLE IF NOT EXISTS %s (id BIGINT PRIMARY KEY, note VARCHAR(40))"
            .formatted(table()));
  }

  /**
   * Commits ten inserts, one by one, then five updates and two deletes.
   *
   * @param run first of the ids, a multiple of 100
   */
  public void change(long run) {
    for (int i = 0; i < INSERTS; i++) {
      run("insert", "INSERT INTO %s VALUES (%d, 'new')".formatted(table(), run + i));
    }
    run(
        "update",
        "UPDATE %s SET note = 'seen' WHERE id BETWEEN %d AND %d"
            .formatted(table(), run, run + UPDATES - 1));
    run(
        "delete",
        "DELETE FROM %s WHERE id BETWEEN %d AND %d"
            .formatted(table(), run + INSERTS - DELETES, run + INSERTS - 1));
  }

  public void drop() {
    run("drop the table", "DROP TABLE IF EXISTS " + table());
  }

  private String table() {
    return "`%s`.`%s`".formatted(database, NAME);
  }

  private void run(String purpose, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw SqlErrors.step(
          "%s: user %s cannot %s %s.%s"
              .formatted(endpoint.address(), endpoint.username(), purpose, database, NAME),
          e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is not used again.
    }
  }
}
