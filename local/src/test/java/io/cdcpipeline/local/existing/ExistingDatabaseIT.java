package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cdcpipeline.local.LocalServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** spec.database.existing on a real server: what it creates, and what it reports when it cannot. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingDatabaseIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  @TestFactory
  Stream<DynamicTest> refusals(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.asRoot(
        "CREATE USER owner IDENTIFIED BY 'right'",
        "CREATE USER guest IDENTIFIED BY 'right'",
        "CREATE USER half IDENTIFIED BY 'right'",
        "GRANT ALL ON half.* TO half",
        "CREATE USER miser IDENTIFIED BY 'right'",
        "GRANT CREATE USER ON *.* TO miser");
    int port = database.port();
    String schema = ", schema: {database: refused}";
    String user = ", users: [{name: reader, privileges: [\"SELECT ON half.*\"]}]";
    int silent = operator.silentPort();
    return Stream.of(
        refused(
            "a wrong password",
            operator.pipeline().database("owner", "wrong", port, schema),
            "AuthenticationFailed",
            "127.0.0.1:%d rejects user owner with the password in Secret tidb: correct its"
                + " key password",
            port),
        refused(
            "no right to create the database",
            operator.pipeline().database("guest", "right", port, schema),
            "AuthorizationFailed",
            "creating database refused as guest: Access denied for user 'guest'@'%%' to database"
                + " 'refused'; grant the missing privilege"),
        refused(
            "no right to create users",
            operator.pipeline().database("half", "right", port, user),
            "AuthorizationFailed",
            "creating user reader as half: Access denied; you need \\(at least one of\\) the CREATE"
                + " USER privilege.*; grant the missing privilege"),
        refused(
            "no right to grant",
            operator.pipeline().database("miser", "right", port, user),
            "AuthorizationFailed",
            "granting SELECT ON half.\\* to reader as miser: Access denied for user 'miser'@'%%' to"
                + " database 'half'; grant the missing privilege"),
        refused(
            "nobody listens",
            operator.pipeline().database("owner", "right", 1, schema),
            "Unreachable",
            "127.0.0.1:1 does not answer: ConnectException, Connection refused"),
        refused(
            "somebody else listens",
            operator.pipeline().database("owner", "right", silent, schema),
            "Unreachable",
            "127.0.0.1:%d does not answer: SocketTimeoutException, Read timed out",
            silent),
        refused(
            "an unknown name",
            operator
                .pipeline()
                .secret("tidb", Map.of("username", "owner", "password", "right"))
                .database("tidb.nowhere", port, schema),
            "Unreachable",
            "tidb.nowhere:%d does not answer: no such host",
            port));
  }

  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation is in a library that nothing else needs
  private static DynamicTest refused(
      String name, PipelineOnExisting pipeline, String reason, String message, Object... values) {
    pipeline.apply();
    return dynamicTest(
        name,
        () -> {
          pipeline.expect("DatabaseReady", reason, message.formatted(values));
          assertThat(pipeline.status()).doesNotContain("wrong\n", "right\n");
          pipeline.delete();
        });
  }

  @Test
  void appliesSchemaAndUsersOnceAndWhenTheyChange(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    int port = database.port();
    database.administrator("making");
    String sql =
        "CREATE TABLE IF NOT EXISTS runs (n INT AUTO_INCREMENT PRIMARY KEY); INSERT INTO runs"
            + " VALUES ()";
    String users =
        "[{name: made_reader, privileges: [\"SELECT ON made.*\"]},"
            + " {name: made_app, privileges: [\"ALL ON made.*\"], passwordSecret: app}]";
    PipelineOnExisting pipeline =
        operator
            .pipeline()
            .database("making", "p", port, made(sql, users))
            .secret("app", Map.of("password", "first"))
            .apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    String reader = pipeline.secret("shop-db-user-made-reader").get("password");
    assertThat(database.query("made_reader", reader, "SELECT count(*) FROM made.runs"))
        .isEqualTo(1);
    assertThatThrownBy(() -> database.run("made_reader", reader, "DELETE FROM made.runs"))
        .hasMessageContaining("denied");

    double reconciled = operator.reconciles();
    operator.restart();
    await().atMost(SOON).until(() -> operator.reconciles() > 5);
    assertThat(reconciled).isPositive();
    assertThat(database.query("made_reader", reader, "SELECT count(*) FROM made.runs"))
        .as("runs after a restart of the operator")
        .isEqualTo(1);

    pipeline
        .database("127.0.0.1", port, made(sql + "; CREATE TABLE IF NOT EXISTS more (n INT)", users))
        .apply();
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> database.query("made_app", "first", "SELECT count(*) FROM made.more") == 0);
    assertThat(database.query("made_app", "first", "SELECT count(*) FROM made.runs")).isEqualTo(2);

    pipeline.secret("app", Map.of("password", "second"));
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> database.query("made_app", "second", "SELECT 1") == 1);
    assertThatThrownBy(() -> database.query("made_app", "first", "SELECT 1"))
        .isInstanceOf(SQLException.class);
    assertThat(database.query("made_reader", reader, "SELECT 1")).isEqualTo(1);
    pipeline.delete();
  }

  @Test
  void reportsTheFirstFailingStatementAndRunsNoneAfterIt(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    Sql database = new Sql(servers.mariadb());
    int port = database.port();
    database.asRoot("CREATE USER failing IDENTIFIED BY 'p'", "GRANT ALL ON failing.* TO failing");
    String broken =
        "CREATE TABLE IF NOT EXISTS one (n INT PRIMARY KEY); CREATE TABL two (n INT); CREATE TABLE"
            + " IF NOT EXISTS three (n INT)";
    PipelineOnExisting pipeline =
        operator.pipeline().database("failing", "p", port, failing(broken)).apply();

    pipeline.expect(
        "DatabaseReady",
        "SQLStatementFailed",
        "statement 2 of spec.database.schema \\(CREATE TABL two \\(n INT\\)\\): You have an error"
            + " in your SQL syntax.*");
    String tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'failing'";
    assertThat(database.query("failing", "p", tables)).isEqualTo(1);

    pipeline.database("127.0.0.1", port, failing(broken.replace("TABL two", "TABLE two"))).apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    assertThat(database.query("failing", "p", tables)).isEqualTo(3);
    pipeline.delete();
  }

  @Test
  void noticesACorrectedPassword(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.asRoot("CREATE USER corrected IDENTIFIED BY 'right'");
    PipelineOnExisting pipeline =
        operator.pipeline().database("corrected", "wrong", database.port(), "").apply();
    pipeline.expect("DatabaseReady", "AuthenticationFailed", ".* rejects user corrected .*");

    pipeline.secret("tidb", Map.of("username", "corrected", "password", "right"));
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    pipeline.delete();
  }

  private static String made(String sql, String users) {
    return ", schema: {database: made, sql: \"%s\"}, users: %s".formatted(sql, users);
  }

  private static String failing(String sql) {
    return ", schema: {database: failing, sql: \"%s\"}".formatted(sql);
  }
}
