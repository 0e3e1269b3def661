package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PodTroubles;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A TiDB of the pipeline's own, by both lines of TiDB Operator. */
class DatabaseStageTest {
  private final DatabaseScene scene = new DatabaseScene();

  @AfterEach
  void stop() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void schemaAndUsersComeAfterTheClusterAndOnlyOnce(Line line) {
    scene.start(line.kinds);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", DatabaseScene.APP));
    await().until(() -> scene.condition().startsWith("Progressing: waiting for TiDB Operator:"));
    assertThat(scene.sql.works).isEmpty();

    line.ready(scene.operator);

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
  @EnumSource(Line.class)
  void everythingGoesUnderDelete(Line line) {
    scene.start(line.kinds);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Delete", DatabaseScene.APP));
    line.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
    assertThat(line.cluster(scene.operator)).isNull();
    assertThat(scene.secret("shop-db-root")).isFalse();
    assertThat(scene.secret("shop-db-user-app")).isFalse();
  }

  @Test
  void passwordsBelongToNobodySoThatThePolicyOfTheLastMomentCounts() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Delete", DatabaseScene.APP));
    Line.V2.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    var secret =
        scene.operator.client().secrets().inNamespace("shop").withName("shop-db-user-app").get();

    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void theDataAndItsPasswordsStayUnderRetain(Line line) {
    scene.start(line.kinds);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", DatabaseScene.APP));
    line.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
    assertThat(line.cluster(scene.operator)).isNotNull();
    assertThat(scene.secret("shop-db-root")).isTrue();
    assertThat(scene.secret("shop-db-user-app")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void whatPodsOfTidbSayIsLifted(Line line) {
    scene.start(line.kinds);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", ""));
    var pods =
        Map.of(
            "app.kubernetes.io/managed-by", "tidb-operator", "app.kubernetes.io/instance", "shop");
    for (var trouble : PodTroubles.ALL.entrySet()) {
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
    line.ready(scene.operator);
    scene.awaitCondition("Ready: schema and users are up to date");
  }

  @Test
  void aTidbOperatorThatIsGoneHoldsThePipelineOnlySoLong() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Delete", ""));
    await().until(() -> Line.V2.cluster(scene.operator) != null);
    scene
        .operator
        .client()
        .resource(Line.V2.cluster(scene.operator))
        .edit(
            live -> {
              live.getMetadata().setFinalizers(List.of("pingcap.com/finalizer"));
              return live;
            });

    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await()
        .until(() -> Line.V2.cluster(scene.operator).getMetadata().getDeletionTimestamp() != null);
    assertThat(scene.operator.pipeline("shop", "shop")).isNotNull();
    scene.clock.advance(Duration.ofMinutes(16));

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
  }

  @Test
  void withBothLinesV2IsTakenAndAPipelineOfV1StaysWhereItIs() {
    scene.start(ForeignKinds.TIDB_V1);
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", ""));
    await().until(() -> Line.V1.cluster(scene.operator) != null);

    ForeignKinds.TIDB_V2.install(scene.operator.client());
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", DatabaseScene.APP));
    await().until(() -> scene.secret("shop-db-user-app") || scene.condition().contains("pd"));
    assertThat(Line.V2.cluster(scene.operator)).isNull();

    scene.operator.apply(
        DatabaseScene.PIPELINE.formatted("Retain", "").replace("name: shop,", "name: other,"));
    await()
        .until(
            () ->
                scene.operator.child("core.pingcap.com/v1alpha1", "Cluster", "shop", "other")
                    != null);
  }

  @Test
  void withoutTidbOperatorTheChartIsNamed() {
    scene.start();
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", ""));

    scene.awaitCondition(
        "OperatorNotInstalled: TiDB Operator is not installed: install chart tidb-operator v2.0.1"
            + " and its CRDs");
  }

  @Test
  void aFailureIsShownAndTriedAgain() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.sql.failure = new StageException(Reason.SQLStatementFailed, "statement 1 fails");
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", ""));
    Line.V2.ready(scene.operator);
    scene.awaitCondition("SQLStatementFailed: statement 1 fails");

    scene.sql.failure = null;
    scene.clock.advance(Duration.ofMinutes(1));

    scene.awaitCondition("Ready: schema and users are up to date");
  }

  @Test
  void whatTheSpecNoLongerHasIsHandedOverToBeTakenBack() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.sql.created = Set.of("app");
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", DatabaseScene.APP));
    Line.V2.ready(scene.operator);
    await().until(() -> scene.sql.works.size() == 1);
    scene.awaitCondition("Ready: schema and users are up to date");

    scene.sql.created = Set.of();
    scene.operator.apply(DatabaseScene.PIPELINE.formatted("Retain", ""));

    await().until(() -> scene.sql.works.size() == 2);
    assertThat(scene.sql.works.get(1).previousGrants())
        .isEqualTo(Map.of("app", List.of("SELECT ON shop.*")));
    assertThat(scene.sql.works.get(1).created()).containsExactly("app");
    await().until(() -> !scene.secret("shop-db-user-app"));
  }
}
