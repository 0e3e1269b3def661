package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
  void usersThatThePipelineCreatedAreDroppedWithIt() {
    scene.start();
    scene.sql.created = Set.of("app");
    scene.operator.apply(EXISTING.formatted("Delete", DatabaseStageFixture.APP + ", {name: dba}"));
    scene.awaitCondition("Ready: schema and users are up to date");

    delete();

    var last = scene.sql.works.get(scene.sql.works.size() - 1);
    assertThat(last.users()).isEmpty();
    assertThat(last.created()).containsExactly("app");
    assertThat(last.previousGrants().keySet()).containsExactly("app", "dba");
    assertThat(scene.secret("shop-db-user-app")).isFalse();
  }

  @Test
  void aUserIsRememberedAlthoughItsGrantFailed() {
    scene.start();
    scene.sql.created = Set.of("app");
    scene.sql.failure = new StageException(Reason.SQLStatementFailed, "granting SELCT to app");
    scene.operator.apply(EXISTING.formatted("Delete", DatabaseStageFixture.APP));
    scene.awaitCondition("SQLStatementFailed: granting SELCT to app");
    scene.sql.created = Set.of();
    scene.sql.failure = null;

    delete();

    var last = scene.sql.works.get(scene.sql.works.size() - 1);
    assertThat(last.created()).containsExactly("app");
    assertThat(last.previousGrants().keySet()).containsExactly("app");
  }

  @Test
  @FailureMode(
      fault = "A pipeline is deleted while its existing database is away",
      effect = "the deletion does not wait for it",
      shown = "an event names the SQL users that were left",
      action = "`DROP USER`, as the event says")
  void aDatabaseThatIsAwayIsNotWaitedForAndTheUsersAreNamed() {
    scene.start();
    scene.sql.created = Set.of("app");
    scene.operator.apply(EXISTING.formatted("Delete", DatabaseStageFixture.APP));
    scene.awaitCondition("Ready: schema and users are up to date");
    scene.sql.failure = new StageException(Reason.Unreachable, "tidb:4000 does not answer");

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              scene.clock.advance(Duration.ofSeconds(20));
              return scene.operator.pipeline("shop", "shop") == null;
            });

    assertThat(scene.operator.client().v1().events().inNamespace("shop").list().getItems())
        .extracting(event -> event.getMessage())
        .contains(
            "SQL users that this pipeline created were left in the database (tidb:4000 does not"
                + " answer): DROP USER app");
    theRecordTakesThemUp();
  }

  @Test
  void aRetainedPipelineThatComesBackKnowsItsUsers() {
    scene.start();
    scene.sql.created = Set.of("app");
    scene.operator.apply(EXISTING.formatted("Retain", DatabaseStageFixture.APP));
    scene.awaitCondition("Ready: schema and users are up to date");

    delete();

    theRecordTakesThemUp();
  }

  @Test
  void theSecretThatTwoPipelinesNameStaysWithTheOneThatHasIt() {
    scene.start();
    var yaml = EXISTING.replace("name: shop, namespace", "name: %s, namespace");
    scene.operator.apply(yaml.formatted("p", "Retain", "{name: db-user-b}"));
    await().until(() -> scene.secret("p-db-user-db-user-b"));
    scene.operator.apply(yaml.formatted("p-db-user", "Retain", "{name: b}"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(scene.operator.condition("shop", "p-db-user", ConditionType.DATABASE))
                    .isEqualTo(
                        "NameConflict: Secret p-db-user-db-user-b belongs to pipeline shop/p:"
                            + " rename its counterpart here, or give the pipeline another name"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                scene.operator.condition("shop", "p", ConditionType.DATABASE).startsWith("Ready"));
    scene.operator.nudge("shop", "p");
    scene.operator.nudge("shop", "p-db-user");
    scene.operator.api().requests().clear();
    scene.operator.nudge("shop", "p");
    scene.operator.nudge("shop", "p-db-user");
    assertThat(scene.operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
  }

  /** As kubectl applies a manifest from a backup: with labels, without managed fields of ours. */
  @Test
  void aSecretFromABackupKeepsItsPassword() {
    scene.start();
    scene.operator.namespace("shop");
    var names = new ResourceNames("shop", "shop");
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("shop-db-user-app")
            .withNamespace("shop")
            .withLabels(Labels.of(names, ComponentName.DATABASE))
            .endMetadata()
            .addToStringData(Map.of("username", "app", "password", "kept"))
            .build();
    scene.operator.client().resource(secret).fieldManager("kubectl").serverSideApply();

    scene.operator.apply(EXISTING.formatted("Retain", DatabaseStageFixture.APP));

    scene.awaitCondition("Ready: schema and users are up to date");
    assertThat(scene.sql.works.get(0).users())
        .extracting(DesiredSchema.User::password)
        .containsExactly("kept");
  }

  private void theRecordTakesThemUp() {
    var record = scene.operator.client().configMaps().inNamespace("shop").withName("shop-applied");
    assertThat(record.get().getMetadata().getOwnerReferences()).isEmpty();
    assertThat(record.get().getData())
        .containsOnlyKeys("children", "sql-users", "sql-users-created");
    scene.sql.works.clear();
    scene.sql.failure = null;
    scene.sql.created = Set.of();
    scene.operator.apply(EXISTING.formatted("Delete", DatabaseStageFixture.APP));
    scene.awaitCondition("Ready: schema and users are up to date");
    assertThat(scene.sql.works.get(0).created()).containsExactly("app");
    assertThat(record.get().getMetadata().getOwnerReferences()).hasSize(1);
  }

  private void delete() {
    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scene.operator.pipeline("shop", "shop") == null);
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

    scene.sql.answered = () -> await().until(() -> answered.getCount() == 0);
    scene.operator.restart(new DatabaseStage(scene.sql));
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
