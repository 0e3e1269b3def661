package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.fake.apiserver.ForeignKinds;
import io.cdcpipeline.fake.apiserver.RequestLog;
import io.cdcpipeline.fake.ticdc.MovingClock;
import io.cdcpipeline.operator.OperatorOnFakeApi;
import io.cdcpipeline.operator.PodTroubles;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stage within the operator, with TiDB Operator of either line played by the test. */
class DatabaseStageTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        deletionPolicy: %s
        changefeed: {tables: ["shop.*"]}
        database:
          schema: {database: shop, sql: "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY);"}
          users: [%s]
      """;
  private static final String APP = "{name: app, privileges: ['SELECT ON shop.*']}";
  private static final String EXISTING =
      PIPELINE + "    existing: {host: tidb, ticdcUrl: 'http://ticdc:8300'}\n";

  private final ScriptedSqlServer sql = new ScriptedSqlServer();
  private final MovingClock clock = new MovingClock(Instant.now());
  private OperatorOnFakeApi operator;

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void schemaAndUsersComeAfterTheClusterAndOnlyOnce(Line line) {
    start(line.kinds);
    operator.apply(PIPELINE.formatted("Retain", APP));
    await().until(() -> condition().startsWith("Progressing: TiDB Operator brings up"));
    assertThat(sql.works).isEmpty();

    line.ready(operator);

    awaitCondition("AsWished: schema and users are as in the spec");
    assertThat(sql.works).hasSize(1);
    assertThat(sql.works.get(0).schema())
        .containsExactly("CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY)");
    var status = operator.pipeline("shop", "shop").getStatus();
    assertThat(status.endpoints().sql()).isEqualTo("shop-tidb.shop.svc:4000");
    assertThat(status.secrets().databaseRoot()).isEqualTo("shop-db-root");
    assertThat(status.secrets().databaseUsers()).containsExactly("shop-db-user-app");
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void everythingGoesUnderDelete(Line line) {
    start(line.kinds);
    operator.apply(PIPELINE.formatted("Delete", APP));
    line.ready(operator);
    awaitCondition("AsWished: schema and users are as in the spec");

    operator.client().resource(operator.pipeline("shop", "shop")).delete();

    await().until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(line.cluster(operator)).isNull();
    assertThat(secret("shop-db-root")).isFalse();
    assertThat(secret("shop-db-user-app")).isFalse();
  }

  @Test
  void passwordsBelongToNobodySoThatThePolicyOfTheLastMomentCounts() {
    start(ForeignKinds.TIDB_V2);
    operator.apply(PIPELINE.formatted("Delete", APP));
    Line.V2.ready(operator);
    awaitCondition("AsWished: schema and users are as in the spec");

    var secret = operator.client().secrets().inNamespace("shop").withName("shop-db-user-app").get();

    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void theDataAndItsPasswordsStayUnderRetain(Line line) {
    start(line.kinds);
    operator.apply(PIPELINE.formatted("Retain", APP));
    line.ready(operator);
    awaitCondition("AsWished: schema and users are as in the spec");

    operator.client().resource(operator.pipeline("shop", "shop")).delete();

    await().until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(line.cluster(operator)).isNotNull();
    assertThat(secret("shop-db-root")).isTrue();
    assertThat(secret("shop-db-user-app")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void whatPodsOfTidbSayIsLifted(Line line) {
    start(line.kinds);
    operator.apply(PIPELINE.formatted("Retain", ""));
    var pods =
        Map.of(
            "app.kubernetes.io/managed-by", "tidb-operator", "app.kubernetes.io/instance", "shop");
    for (var trouble : PodTroubles.ALL.entrySet()) {
      operator.pod("shop", "shop-tikv-0", pods, trouble.getKey());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(condition())
                      .startsWith("ChildFailed: TiDB Operator brings up ")
                      .endsWith("; pod shop-tikv-0" + trouble.getValue()));
    }

    operator.client().pods().inNamespace("shop").withName("shop-tikv-0").delete();
    line.ready(operator);
    awaitCondition("AsWished: schema and users are as in the spec");
  }

  @Test
  void aTidbOperatorThatIsGoneHoldsThePipelineOnlySoLong() {
    start(ForeignKinds.TIDB_V2);
    operator.apply(PIPELINE.formatted("Delete", ""));
    await().until(() -> Line.V2.cluster(operator) != null);
    operator
        .client()
        .resource(Line.V2.cluster(operator))
        .edit(
            live -> {
              live.getMetadata().setFinalizers(List.of("pingcap.com/finalizer"));
              return live;
            });

    operator.client().resource(operator.pipeline("shop", "shop")).delete();
    await().until(() -> Line.V2.cluster(operator).getMetadata().getDeletionTimestamp() != null);
    assertThat(operator.pipeline("shop", "shop")).isNotNull();
    clock.advance(Duration.ofMinutes(16));

    await().until(() -> operator.pipeline("shop", "shop") == null);
  }

  @Test
  void withBothLinesV2IsTakenAndAPipelineOfV1StaysWhereItIs() {
    start(ForeignKinds.TIDB_V1);
    operator.apply(PIPELINE.formatted("Retain", ""));
    await().until(() -> Line.V1.cluster(operator) != null);

    ForeignKinds.TIDB_V2.install(operator.client());
    clock.advance(Duration.ofMinutes(1));
    operator.apply(PIPELINE.formatted("Retain", APP));
    await().until(() -> secret("shop-db-user-app") || condition().contains("pd"));
    assertThat(Line.V2.cluster(operator)).isNull();

    operator.apply(PIPELINE.formatted("Retain", "").replace("name: shop,", "name: other,"));
    await()
        .until(
            () -> operator.child("core.pingcap.com/v1alpha1", "Cluster", "shop", "other") != null);
  }

  @Test
  void withoutTidbOperatorTheChartIsNamed() {
    start();
    operator.apply(PIPELINE.formatted("Retain", ""));

    awaitCondition(
        "OperatorNotInstalled: TiDB Operator is not installed: install chart tidb-operator v2.0.1"
            + " and its CRDs");
  }

  @Test
  void aFailureIsShownAndTriedAgain() {
    start(ForeignKinds.TIDB_V2);
    sql.failure = new SqlFailure(Reason.StatementFailed, "statement 1 fails");
    operator.apply(PIPELINE.formatted("Retain", ""));
    Line.V2.ready(operator);
    awaitCondition("StatementFailed: statement 1 fails");

    sql.failure = null;
    clock.advance(Duration.ofMinutes(1));

    awaitCondition("AsWished: schema and users are as in the spec");
  }

  @Test
  void whatTheSpecNoLongerHasIsHandedOverToBeTakenBack() {
    start(ForeignKinds.TIDB_V2);
    sql.created = Set.of("app");
    operator.apply(PIPELINE.formatted("Retain", APP));
    Line.V2.ready(operator);
    await().until(() -> sql.works.size() == 1);
    awaitCondition("AsWished: schema and users are as in the spec");

    sql.created = Set.of();
    operator.apply(PIPELINE.formatted("Retain", ""));

    await().until(() -> sql.works.size() == 2);
    assertThat(sql.works.get(1).before()).isEqualTo(Map.of("app", List.of("SELECT ON shop.*")));
    assertThat(sql.works.get(1).created()).containsExactly("app");
    await().until(() -> !secret("shop-db-user-app"));
  }

  @Test
  void nothingIsCreatedForAnExistingDatabase() {
    start(ForeignKinds.TIDB_V2, ForeignKinds.TIDB_V1);
    operator.apply(EXISTING.formatted("Delete", APP));

    awaitCondition("AsWished: schema and users are as in the spec");
    assertThat(Line.V2.cluster(operator)).isNull();
    assertThat(Line.V1.cluster(operator)).isNull();
    assertThat(operator.client().services().inNamespace("shop").list().getItems()).isEmpty();
    assertThat(secret("shop-db-root")).isFalse();
    assertThat(secret("shop-db-user-app")).isTrue();
  }

  @Test
  void anExistingDatabaseIsLookedAtNowAndThen() {
    start();
    operator.apply(EXISTING.formatted("Retain", APP));
    awaitCondition("AsWished: schema and users are as in the spec");

    sql.failure = new SqlFailure(Reason.Unreachable, "tidb:4000 does not answer");
    clock.advance(Duration.ofMinutes(2));

    awaitCondition("Unreachable: tidb:4000 does not answer");
  }

  @Test
  void aRestartOfTheOperatorIsNoNewsOfAFailedStatement() {
    start();
    sql.failure = new SqlFailure(Reason.StatementFailed, "statement 1 fails");
    operator.apply(EXISTING.formatted("Retain", APP));
    awaitCondition("StatementFailed: statement 1 fails");
    var answered = new CountDownLatch(1);

    operator.restart(
        new DatabaseStage(
            (access, work) -> {
              await().until(() -> answered.getCount() == 0);
              return sql.apply(access, work);
            }));
    operator.nudge("shop", "shop");
    answered.countDown();
    operator.nudge("shop", "shop");

    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    operator.apply(EXISTING.formatted("Retain", ""));
    sql.failure = null;
    awaitCondition("AsWished: schema and users are as in the spec");
  }

  @Test
  void usersThatWouldTakeOurLoginAwayAreRefused() {
    start();
    var login =
        new SecretBuilder()
            .withNewMetadata()
            .withName("login")
            .withNamespace("shop")
            .endMetadata()
            .addToStringData(Map.of("username", "admin", "password", "x"))
            .build();
    operator.client().resource(login).create();
    operator.apply(
        EXISTING
            .formatted("Retain", "{name: admin}")
            .replace("host: tidb", "host: tidb, credentialsSecret: login"));

    awaitCondition(
        "InvalidInput: spec.database.users must not name admin: the operator itself logs in as"
            + " admin");
  }

  @Test
  void aClientsCommandIsNotSql() {
    start();
    operator.apply(
        EXISTING
            .formatted("Retain", "")
            .replaceAll("sql: \"[^\"]*\"", "sql: \"SELECT 1; delimiter //\""));

    awaitCondition(
        "InvalidInput: statement 2 of spec.database.schema is DELIMITER, a command of MySQL's"
            + " client and not SQL: separate statements with ; only");
  }

  private void start(ForeignKinds... kinds) {
    operator = new OperatorOnFakeApi(clock, List.of(kinds), new DatabaseStage(sql));
  }

  private boolean secret(String name) {
    return operator.client().secrets().inNamespace("shop").withName(name).get() != null;
  }

  private String condition() {
    return operator.condition("shop", "shop", ConditionType.DATABASE);
  }

  private void awaitCondition(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(text));
  }
}
