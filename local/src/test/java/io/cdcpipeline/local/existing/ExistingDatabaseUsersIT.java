package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users of an existing database that are not ours. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingDatabaseUsersIT {
  private static final Duration NOTICED = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void dropsOurUsersThatTheSpecNoLongerHas(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    int port = database.port();
    database.administrator("owning");
    database.asRoot(
        "CREATE DATABASE owned",
        "CREATE USER theirs IDENTIFIED BY 'p'",
        "GRANT SELECT ON owned.* TO theirs");
    String both =
        ", users: [{name: ours, privileges: [\"SELECT ON owned.*\"]},"
            + " {name: theirs, privileges: [\"INSERT ON owned.*\"], passwordSecret: theirs}]";
    PipelineOnExisting pipeline =
        operator
            .pipeline()
            .database("owning", "p", port, both)
            .secret("theirs", Map.of("password", "p"))
            .apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    assertThat(privilege(database, "theirs", "INSERT")).isEqualTo(1);

    pipeline.database("127.0.0.1", port, "").apply();

    String users = "SELECT count(*) FROM mysql.user WHERE user = '%s'";
    await().atMost(SOON).until(() -> database.query("root", "", users.formatted("ours")) == 0);
    assertThat(database.query("root", "", users.formatted("theirs"))).isEqualTo(1);
    assertThat(privilege(database, "theirs", "INSERT")).isZero();
    assertThat(privilege(database, "theirs", "SELECT")).isEqualTo(1);
    pipeline.delete();
  }

  @Test
  void leavesUsersOfOthersAlone(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.administrator("sharing");
    database.asRoot("CREATE USER reports IDENTIFIED BY 'theirs'");
    String users = ", users: [{name: reports, privileges: [\"ALL ON mysql.*\"]%s}]";
    PipelineOnExisting pipeline =
        operator.pipeline().database("sharing", "p", database.port(), users.formatted("")).apply();

    pipeline.expect(
        "DatabaseReady",
        "NameConflict",
        "127.0.0.1:%d has a user reports that this pipeline did not create: choose another name in"
                .formatted(database.port())
            + " spec.database.users, or give this user a passwordSecret with its password");
    assertThat(database.query("reports", "theirs", "SELECT 1")).isEqualTo(1);
    assertThat(privilege(database, "reports", "INSERT")).isZero();

    pipeline
        .secret("reports", Map.of("password", "theirs"))
        .database("127.0.0.1", database.port(), users.formatted(", passwordSecret: reports"))
        .apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    assertThat(database.query("reports", "theirs", "SELECT 1")).isEqualTo(1);
    pipeline.delete();
  }

  /** As after the deletion of a pipeline whose users and Secrets were retained. */
  @Test
  void adoptsAUserWithOurPassword(LocalServers servers, OperatorOnExisting operator)
      throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.administrator("coming");
    database.asRoot("CREATE USER back IDENTIFIED BY 'kept'");
    PipelineOnExisting pipeline =
        operator
            .pipeline()
            .database("coming", "p", database.port(), ", users: [{name: back, privileges: []}]")
            .apply();
    pipeline.expect("DatabaseReady", "NameConflict", ".* has a user back .*");

    database.asRoot(
        "ALTER USER back IDENTIFIED BY '%s'"
            .formatted(pipeline.secret("shop-db-user-back").get("password")));

    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    pipeline.delete();
  }

  @Test
  void deletesOurUsersWithThePipelineWhichCanComeBack(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.administrator("leaving");
    database.asRoot("CREATE DATABASE left_behind", "CREATE USER visitor IDENTIFIED BY 'p'");
    String both =
        ", users: [{name: mine, privileges: [\"SELECT ON left_behind.*\"]}, {name: visitor,"
            + " privileges: [\"INSERT ON left_behind.*\"], passwordSecret: visitor}]";
    PipelineOnExisting pipeline =
        operator
            .pipeline()
            .stage("deletionPolicy", "Delete")
            .database("leaving", "p", database.port(), both)
            .secret("visitor", Map.of("password", "p"))
            .apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");

    pipeline.delete();

    String users = "SELECT count(*) FROM mysql.user WHERE user = '%s'";
    await().atMost(SOON).until(() -> database.query("root", "", users.formatted("mine")) == 0);
    await().atMost(SOON).until(pipeline::isGone);
    assertThat(database.query("root", "", users.formatted("visitor"))).isEqualTo(1);
    assertThat(privilege(database, "visitor", "INSERT")).isZero();
    pipeline.apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    pipeline.delete();
  }

  /** By our own statement or by somebody else's: which one is right depends on whose user it is. */
  @Test
  @LongFault
  @FailureMode(
      fault = "A SQL user's password is changed in the database only",
      effect = "that of a user the pipeline created is set back; another's is not used",
      shown = "`AuthenticationFailed` for the latter, naming the user",
      action = "write the valid password into the Secret")
  void noticesPasswordsThatWereChangedOnlyInTheDatabase(
      LocalServers servers, OperatorOnExisting operator) throws SQLException {
    Sql database = new Sql(servers.mariadb());
    database.administrator("watching");
    database.asRoot("CREATE USER partner IDENTIFIED BY 'p'");
    PipelineOnExisting pipeline =
        operator
            .pipeline()
            .database(
                "watching",
                "p",
                database.port(),
                ", users: [{name: watched, privileges: []},"
                    + " {name: partner, privileges: [], passwordSecret: partner}]")
            .secret("partner", Map.of("password", "p"))
            .apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    String password = pipeline.secret("shop-db-user-watched").get("password");

    database.asRoot("ALTER USER watched IDENTIFIED BY 'other'");
    await()
        .atMost(NOTICED)
        .ignoreExceptions()
        .until(() -> database.query("watched", password, "SELECT 1") == 1);

    database.asRoot("ALTER USER partner IDENTIFIED BY 'other'");
    pipeline.expect(
        "DatabaseReady",
        "AuthenticationFailed",
        "127.0.0.1:%d refuses user partner with the password in the Secret of spec.database.users:"
                .formatted(database.port())
            + " write the password that is valid there into that Secret");
    pipeline.secret("partner", Map.of("password", "other")).apply();
    pipeline.expect("DatabaseReady", "Ready", "schema and users are up to date");
    pipeline.delete();
  }

  private static int privilege(Sql database, String user, String privilege) throws SQLException {
    return database.query(
        "root",
        "",
        "SELECT count(*) FROM information_schema.schema_privileges WHERE grantee LIKE '''%s''%%'"
                .formatted(user)
            + " AND privilege_type = '%s'".formatted(privilege));
  }
}
