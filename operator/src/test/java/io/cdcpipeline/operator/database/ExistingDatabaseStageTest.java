package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An existing TiDB. */
class ExistingDatabaseStageTest {
  private static final String EXISTING =
      DatabaseStageFixture.PIPELINE + "    existing: {host: tidb, ticdcUrl: 'http://ticdc:8300'}\n";

  private final DatabaseStageFixture scene = new DatabaseStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void nothingIsCreatedForAnExistingDatabase() {
    scene.start(ForeignKinds.TIDB_V2, ForeignKinds.TIDB_V1);
    scene.operator.apply(EXISTING.formatted("Delete", DatabaseStageFixture.APP));

    scene.awaitCondition("Ready: schema and users are up to date");
    assertThat(TidbVersion.V2.cluster(scene.operator)).isNull();
    assertThat(TidbVersion.V1.cluster(scene.operator)).isNull();
    assertThat(scene.operator.client().services().inNamespace("shop").list().getItems()).isEmpty();
    assertThat(scene.secret("shop-db-root")).isFalse();
    assertThat(scene.secret("shop-db-user-app")).isTrue();
  }

  @Test
  void anExistingDatabaseIsCheckedPeriodically() {
    scene.start();
    scene.operator.apply(EXISTING.formatted("Retain", DatabaseStageFixture.APP));
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.sql.failure = new StageException(Reason.Unreachable, "tidb:4000 does not answer");
    scene.clock.advance(Duration.ofMinutes(2));

    scene.awaitCondition("Unreachable: tidb:4000 does not answer");
  }

  @Test
  void anOperatorRestartKeepsTheConditionOfAFailedStatement() {
    scene.start();
    scene.sql.failure = new StageException(Reason.SQLStatementFailed, "statement 1 fails");
    scene.operator.apply(EXISTING.formatted("Retain", DatabaseStageFixture.APP));
    scene.awaitCondition("SQLStatementFailed: statement 1 fails");
    var answered = new CountDownLatch(1);

    scene.operator.restart(
        new DatabaseStage(
            (access, work) -> {
              await().until(() -> answered.getCount() == 0);
              return scene.sql.apply(access, work);
            }));
    scene.operator.nudge("shop", "shop");
    answered.countDown();
    scene.operator.nudge("shop", "shop");

    assertThat(scene.operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    scene.operator.apply(EXISTING.formatted("Retain", ""));
    scene.sql.failure = null;
    scene.awaitCondition("Ready: schema and users are up to date");
  }

  @Test
  void usersThatWouldTakeOverOurLoginAreRejected() {
    scene.start();
    var login =
        new SecretBuilder()
            .withNewMetadata()
            .withName("login")
            .withNamespace("shop")
            .endMetadata()
            .addToStringData(Map.of("username", "admin", "password", "x"))
            .build();
    scene.operator.client().resource(login).create();
    scene.operator.apply(
        EXISTING
            .formatted("Retain", "{name: admin}")
            .replace("host: tidb", "host: tidb, credentialsSecret: login"));

    scene.awaitCondition(
        "InvalidReference: spec.database.users must not name admin: the operator itself logs in as"
            + " admin");
  }

  @Test
  void commandsOfTheMysqlClientAreRejected() {
    scene.start();
    scene.operator.apply(
        EXISTING
            .formatted("Retain", "")
            .replaceAll("sql: \"[^\"]*\"", "sql: \"SELECT 1; delimiter //\""));

    scene.awaitCondition(
        "InvalidReference: statement 2 of spec.database.schema is DELIMITER, a command of the MySQL"
            + " client and not SQL: separate statements with ; only");
  }
}
