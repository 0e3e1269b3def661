package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** spec.database.existing on a real server: what becomes of it, and what is said when it cannot. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingDatabaseIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String EXISTING =
      "{existing: {host: %s, port: %s, ticdcUrl: \"http://127.0.0.1:1\", credentialsSecret:"
          + " tidb}%s}";

  @TestFactory
  Stream<DynamicTest> refusals(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    MariaDb database = servers.mariadb();
    asRoot(
        database,
        "CREATE USER owner IDENTIFIED BY 'right'",
        "CREATE USER guest IDENTIFIED BY 'right'",
        "CREATE USER half IDENTIFIED BY 'right'",
        "GRANT ALL ON half.* TO half",
        "CREATE USER miser IDENTIFIED BY 'right'",
        "GRANT CREATE USER ON *.* TO miser");
    int port = database.endpoint().port();
    String schema = ", schema: {database: refused}";
    String user = ", users: [{name: reader, privileges: [\"SELECT ON half.*\"]}]";
    int silent = operator.silentPort();
    return Stream.of(
        refused(
            "a wrong password",
            on(operator, "owner", "wrong", "127.0.0.1", port, schema),
            "CredentialsRefused",
            "127.0.0.1:%d refuses user owner with the password of Secret tidb: put the right one"
                + " into it, key password",
            port),
        refused(
            "no right to create the database",
            on(operator, "guest", "right", "127.0.0.1", port, schema),
            "PermissionMissing",
            "creating database refused as guest: Access denied for user 'guest'@'%%' to database"
                + " 'refused'; grant that right"),
        refused(
            "no right to create users",
            on(operator, "half", "right", "127.0.0.1", port, user),
            "PermissionMissing",
            "creating user reader as half: Access denied; you need \\(at least one of\\) the CREATE"
                + " USER privilege.*; grant that right"),
        refused(
            "no right to grant",
            on(operator, "miser", "right", "127.0.0.1", port, user),
            "PermissionMissing",
            "granting SELECT ON half.\\* to reader as miser: Access denied for user 'miser'@'%%' to"
                + " database 'half'; grant that right"),
        refused(
            "nobody listens",
            on(operator, "owner", "right", "127.0.0.1", 1, schema),
            "Unreachable",
            "127.0.0.1:1 does not answer: ConnectException, Connection refused"),
        refused(
            "somebody else listens",
            on(operator, "owner", "right", "127.0.0.1", silent, schema),
            "Unreachable",
            "127.0.0.1:%d does not answer: SocketTimeoutException, Read timed out",
            silent),
        refused(
            "an unknown name",
            on(operator, "owner", "right", "tidb.nowhere", port, schema),
            "Unreachable",
            "tidb.nowhere:%d does not answer: no such host",
            port));
  }

  @SuppressWarnings(
      "AnnotateFormatMethod") // its annotation is in a library that nothing else needs
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
  void schemaAndUsersAreMadeOnceAndAgainWhenTheyChange(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    MariaDb database = servers.mariadb();
    int port = database.endpoint().port();
    asRoot(
        database,
        "CREATE USER making IDENTIFIED BY 'p'",
        "GRANT ALL ON *.* TO making WITH GRANT OPTION");
    String sql =
        "CREATE TABLE IF NOT EXISTS runs (n INT AUTO_INCREMENT PRIMARY KEY); INSERT INTO runs"
            + " VALUES ()";
    String users =
        "[{name: made_reader, privileges: [\"SELECT ON made.*\"]},"
            + " {name: made_app, privileges: [\"ALL ON made.*\"], passwordSecret: app}]";
    PipelineOnExisting pipeline =
        on(operator, "making", "p", "127.0.0.1", port, made(sql, users))
            .secret("app", Map.of("password", "first"))
            .apply();
    pipeline.expect("DatabaseReady", "AsWished", "schema and users are as in the spec");
    String reader = pipeline.secret("shop-db-user-made-reader").get("password");
    assertThat(query(database, "made_reader", reader, "SELECT count(*) FROM made.runs"))
        .isEqualTo(1);
    assertThatThrownBy(() -> run(database, "made_reader", reader, "DELETE FROM made.runs"))
        .hasMessageContaining("denied");

    double reconciled = operator.reconciles();
    operator.restart();
    await().atMost(SOON).until(() -> operator.reconciles() > 5);
    assertThat(reconciled).isPositive();
    assertThat(query(database, "made_reader", reader, "SELECT count(*) FROM made.runs"))
        .as("runs after a restart of the operator")
        .isEqualTo(1);

    pipeline
        .stage(
            "database",
            existing(
                "127.0.0.1", port, made(sql + "; CREATE TABLE IF NOT EXISTS more (n INT)", users)))
        .apply();
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> query(database, "made_app", "first", "SELECT count(*) FROM made.more") == 0);
    assertThat(query(database, "made_app", "first", "SELECT count(*) FROM made.runs")).isEqualTo(2);

    pipeline.secret("app", Map.of("password", "second"));
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> query(database, "made_app", "second", "SELECT 1") == 1);
    assertThatThrownBy(() -> query(database, "made_app", "first", "SELECT 1"))
        .isInstanceOf(SQLException.class);
    assertThat(query(database, "made_reader", reader, "SELECT 1")).isEqualTo(1);
    pipeline.delete();
  }

  @Test
  void theFirstStatementThatFailsIsNamedAndNothingRunsAfterIt(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    MariaDb database = servers.mariadb();
    int port = database.endpoint().port();
    asRoot(database, "CREATE USER failing IDENTIFIED BY 'p'", "GRANT ALL ON failing.* TO failing");
    String broken =
        "CREATE TABLE IF NOT EXISTS one (n INT PRIMARY KEY); CREATE TABL two (n INT); CREATE TABLE"
            + " IF NOT EXISTS three (n INT)";
    PipelineOnExisting pipeline =
        on(operator, "failing", "p", "127.0.0.1", port, failing(broken)).apply();

    pipeline.expect(
        "DatabaseReady",
        "StatementFailed",
        "statement 2 of spec.database.schema \\(CREATE TABL two \\(n INT\\)\\): You have an error"
            + " in your SQL syntax.*");
    String tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'failing'";
    assertThat(query(database, "failing", "p", tables)).isEqualTo(1);

    pipeline
        .stage(
            "database",
            existing("127.0.0.1", port, failing(broken.replace("TABL two", "TABLE two"))))
        .apply();
    pipeline.expect("DatabaseReady", "AsWished", "schema and users are as in the spec");
    assertThat(query(database, "failing", "p", tables)).isEqualTo(3);
    pipeline.delete();
  }

  @Test
  void aPasswordThatIsPutRightIsTakenUp(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    MariaDb database = servers.mariadb();
    asRoot(database, "CREATE USER mended IDENTIFIED BY 'right'");
    PipelineOnExisting pipeline =
        on(operator, "mended", "wrong", "127.0.0.1", database.endpoint().port(), "").apply();
    pipeline.expect("DatabaseReady", "CredentialsRefused", ".* refuses user mended .*");

    pipeline.secret("tidb", Map.of("username", "mended", "password", "right"));
    pipeline.expect("DatabaseReady", "AsWished", "schema and users are as in the spec");
    pipeline.delete();
  }

  @Test
  void usersThatTheSpecNoLongerHasAreDroppedIfTheyWereOurs(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    MariaDb database = servers.mariadb();
    int port = database.endpoint().port();
    asRoot(
        database,
        "CREATE USER owning IDENTIFIED BY 'p'",
        "GRANT ALL ON *.* TO owning WITH GRANT OPTION",
        "CREATE DATABASE owned",
        "CREATE USER theirs IDENTIFIED BY 'p'",
        "GRANT SELECT ON owned.* TO theirs");
    String both =
        ", users: [{name: ours, privileges: [\"SELECT ON owned.*\"]},"
            + " {name: theirs, privileges: [\"INSERT ON owned.*\"]}]";
    PipelineOnExisting pipeline = on(operator, "owning", "p", "127.0.0.1", port, both).apply();
    pipeline.expect("DatabaseReady", "AsWished", "schema and users are as in the spec");
    assertThat(privilege(database, "theirs", "INSERT")).isEqualTo(1);

    pipeline.stage("database", existing("127.0.0.1", port, "")).apply();

    String users = "SELECT count(*) FROM mysql.user WHERE user = '%s'";
    await().atMost(SOON).until(() -> query(database, "root", "", users.formatted("ours")) == 0);
    assertThat(query(database, "root", "", users.formatted("theirs"))).isEqualTo(1);
    assertThat(privilege(database, "theirs", "INSERT")).isZero();
    assertThat(privilege(database, "theirs", "SELECT")).isEqualTo(1);
    pipeline.delete();
  }

  private static int privilege(MariaDb database, String user, String privilege)
      throws SQLException {
    return query(
        database,
        "root",
        "",
        "SELECT count(*) FROM information_schema.schema_privileges WHERE grantee LIKE '''%s''%%'"
                .formatted(user)
            + " AND privilege_type = '%s'".formatted(privilege));
  }

  private static String made(String sql, String users) {
    return ", schema: {database: made, sql: \"%s\"}, users: %s".formatted(sql, users);
  }

  private static String failing(String sql) {
    return ", schema: {database: failing, sql: \"%s\"}".formatted(sql);
  }

  private static PipelineOnExisting on(
      OperatorOnExisting operator,
      String user,
      String password,
      String host,
      int port,
      String more) {
    return operator
        .pipeline()
        .secret("tidb", Map.of("username", user, "password", password))
        .stage("database", existing(host, port, more));
  }

  private static String existing(String host, int port, String more) {
    return EXISTING.formatted(host, port, more);
  }

  private static void asRoot(MariaDb database, String... statements) throws SQLException {
    for (String statement : statements) {
      run(database, "root", "", statement);
    }
  }

  private static void run(MariaDb database, String user, String password, String sql)
      throws SQLException {
    try (Connection connection = connect(database, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int query(MariaDb database, String user, String password, String sql)
      throws SQLException {
    try (Connection connection = connect(database, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection connect(MariaDb database, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://%s/?connectTimeout=5000&socketTimeout=20000".formatted(database.endpoint()),
        user,
        password);
  }
}
