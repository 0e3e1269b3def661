package io.cdcpipeline.operator.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A managed TiDB, with both versions of TiDB Operator. */
class DatabaseStageTest {
  private final DatabaseStageFixture scene = new DatabaseStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void schemaAndUsersAreAppliedOnceAfterTheCluster(TidbVersion version) {
    scene.start(version.kinds);
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Retain", DatabaseStageFixture.APP));
    await().until(() -> scene.condition().startsWith("Progressing: waiting for TiDB Operator:"));
    assertThat(scene.sql.works).isEmpty();

    version.ready(scene.operator);

    scene.awaitCondition("Ready: schema and users are up to date");
    assertThat(scene.sql.works).hasSize(1);
    assertThat(scene.sql.works.get(0).statements())
        .containsExactly("CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY)");
    var status = scene.operator.pipeline("shop", "shop").getStatus();
    assertThat(status.endpoints().sql()).isEqualTo("shop-tidb.shop.svc:4000");
    assertThat(status.secrets().databaseRoot()).isEqualTo("shop-db-root");
    assertThat(status.secrets().databaseUsers()).containsExactly("shop-db-user-app");
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void deleteRemovesEverything(TidbVersion version) {
    scene.start(version.kinds);
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Delete", DatabaseStageFixture.APP));
    version.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
    assertThat(version.cluster(scene.operator)).isNull();
    assertThat(scene.secret("shop-db-root")).isFalse();
    assertThat(scene.secret("shop-db-user-app")).isFalse();
  }

  @Test
  void passwordsHaveNoOwnerSoThatTheFinalDeletionPolicyCounts() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Delete", DatabaseStageFixture.APP));
    TidbVersion.V2.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    var secret =
        scene.operator.client().secrets().inNamespace("shop").withName("shop-db-user-app").get();

    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void theDataAndItsPasswordsStayUnderRetain(TidbVersion version) {
    scene.start(version.kinds);
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Retain", DatabaseStageFixture.APP));
    version.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
    assertThat(version.cluster(scene.operator)).isNotNull();
    assertThat(scene.secret("shop-db-root")).isTrue();
    assertThat(scene.secret("shop-db-user-app")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void failuresOfTidbPodsAreReported(TidbVersion version) {
    scene.start(version.kinds);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    var pods =
        Map.of(
            "app.kubernetes.io/managed-by", "tidb-operator", "app.kubernetes.io/instance", "shop");
    for (var trouble : PodFailures.ALL.entrySet()) {
      scene.operator.pod("shop", "shop-tikv-0", pods, trouble.getKey());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(scene.condition())
                      .startsWith("ChildFailed: waiting for TiDB Operator: ")
                      .endsWith("; pod shop-tikv-0" + trouble.getValue()));
    }

    scene.operator.client().pods().inNamespace("shop").withName("shop-tikv-0").delete();
    version.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");
  }

  @Test
  void aMissingTidbOperatorBlocksDeletionOnlyForALimitedTime() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Delete", ""));
    await().until(() -> TidbVersion.V2.cluster(scene.operator) != null);
    scene
        .operator
        .client()
        .resource(TidbVersion.V2.cluster(scene.operator))
        .edit(
            live -> {
              live.getMetadata().setFinalizers(List.of("pingcap.com/finalizer"));
              return live;
            });

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await()
        .until(
            () ->
                TidbVersion.V2.cluster(scene.operator).getMetadata().getDeletionTimestamp()
                    != null);
    assertThat(scene.operator.pipeline("shop", "shop")).isNotNull();
    scene.clock.advance(Duration.ofMinutes(16));

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
  }

  @Test
  void v2IsPreferredAndAPipelineOnV1StaysThere() {
    scene.start(ForeignKinds.TIDB_V1);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    await().until(() -> TidbVersion.V1.cluster(scene.operator) != null);

    ForeignKinds.TIDB_V2.install(scene.operator.client());
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Retain", DatabaseStageFixture.APP));
    await().until(() -> scene.secret("shop-db-user-app") || scene.condition().contains("pd"));
    assertThat(TidbVersion.V2.cluster(scene.operator)).isNull();

    scene.operator.apply(
        DatabaseStageFixture.PIPELINE
            .formatted("Retain", "")
            .replace("name: shop,", "name: other,"));
    await()
        .until(
            () ->
                scene.operator.child("core.pingcap.com/v1alpha1", "Cluster", "shop", "other")
                    != null);
  }

  @Test
  void withoutTidbOperatorTheChartIsNamed() {
    scene.start();
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));

    scene.awaitCondition(
        "OperatorNotInstalled: TiDB Operator is not installed: install chart tidb-operator v2.0.1"
            + " and its CRDs");
  }

  @Test
  void aFailureIsReportedAndRetried() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.sql.failure = new StageException(Reason.SQLStatementFailed, "statement 1 fails");
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    TidbVersion.V2.ready(scene.operator);
    scene.awaitCondition("SQLStatementFailed: statement 1 fails");

    scene.sql.failure = null;
    scene.clock.advance(Duration.ofMinutes(1));

    scene.awaitCondition("Ready: schema and users are up to date");
  }

  /** Only root can change its password, so the one that is replaced has to be known. */
  @Test
  void rootsPasswordIsRotatedByDeletingItFromItsSecret() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    TidbVersion.V2.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");
    var first = scene.sql.login.password();
    assertThat(scene.sql.login.formerPassword()).isNull();
    await().until(() -> first.equals(root().get("accepted-password")));
    assertThat(scene.sql.works).as("recording it applies nothing again").hasSize(1);

    scene
        .operator
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("shop-db-root")
        .edit(
            secret -> {
              secret.getData().remove("password");
              return secret;
            });

    await().until(() -> scene.sql.works.size() == 2);
    var second = scene.sql.login.password();
    assertThat(second).isNotEqualTo(first);
    assertThat(scene.sql.login.formerPassword()).isEqualTo(first);
    await().until(() -> second.equals(root().get("accepted-password")));
    assertThat(root()).containsEntry("password", second).containsEntry("username", "root");
  }

  private Map<String, String> root() {
    var secret =
        scene.operator.client().secrets().inNamespace("shop").withName("shop-db-root").get();
    var content = new HashMap<String, String>();
    secret
        .getData()
        .forEach(
            (key, value) -> content.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
    return content;
  }

  @Test
  @FailureMode(
      fault = "root's password is changed in the managed database only",
      effect = "schema and users stay as they are",
      shown = "`AuthenticationFailed` within four minutes",
      action = "put the password into the Secret")
  void aPasswordThatIsChangedOnlyInTheDatabaseIsNoticed() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    TidbVersion.V2.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.sql.failure = new StageException(Reason.AuthenticationFailed, "root is refused");
    scene.clock.advance(Duration.ofMinutes(4));
    scene.operator.nudge("shop", "shop");

    scene.awaitCondition("AuthenticationFailed: root is refused");
  }

  @Test
  void whatTheSpecNoLongerHasIsPassedOnToBeRevoked() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.sql.created = Set.of("app");
    scene.operator.apply(
        DatabaseStageFixture.PIPELINE.formatted("Retain", DatabaseStageFixture.APP));
    TidbVersion.V2.ready(scene.operator);
    await().until(() -> scene.sql.works.size() == 1);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.sql.created = Set.of();
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));

    await().until(() -> scene.sql.works.size() == 2);
    assertThat(scene.sql.works.get(1).previousGrants())
        .isEqualTo(Map.of("app", List.of("SELECT ON shop.*")));
    assertThat(scene.sql.works.get(1).created()).containsExactly("app");
    await().until(() -> !scene.secret("shop-db-user-app"));
  }
}
