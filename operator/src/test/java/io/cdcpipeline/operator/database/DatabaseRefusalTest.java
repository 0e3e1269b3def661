package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.Refusals;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods of a managed TiDB that a quota, a LimitRange or Pod Security refuses. */
class DatabaseRefusalTest {
  private final DatabaseStageFixture scene = new DatabaseStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void whatAQuotaRefusesToAStatefulSetOfV1IsTheCondition() {
    scene.start(ForeignKinds.TIDB_V1);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    await().until(() -> scene.condition().startsWith("Progressing: waiting for TiDB Operator"));
    var quota =
        "create Pod shop-tikv-0 in StatefulSet shop-tikv failed error: pods \"shop-tikv-0\" is"
            + " forbidden: exceeded quota: team";
    Refusals.event(scene.operator, "StatefulSet", "shop-tikv", quota);
    scene.lookAgain();
    assertThat(scene.condition()).startsWith("ChildFailed: ").endsWith("; " + quota);

    scene.operator.client().v1().events().inNamespace("shop").delete();
    scene.lookAgain();
    assertThat(scene.condition()).startsWith("Progressing: ").doesNotContain("quota");
  }

  /** TiDB Operator v2 tells nobody, so where to look is said. */
  @Test
  void aPodThatV2DoesNotCreateIsMissedUntilItExists() {
    scene.start(ForeignKinds.TIDB_V2);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    TidbVersion.V2.write(
        scene.operator,
        "PDGroup",
        Map.of("observedGeneration", 1, "replicas", 1, "conditions", List.of(notReady())));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              scene.lookAgain(); // The operator may not have seen the group's status yet.
              assertThat(scene.condition())
                  .startsWith("ChildFailed: waiting for TiDB Operator: PDGroup (0 of 1 ready)")
                  .endsWith(
                      "; PDGroup has 0 of 1 pods: a ResourceQuota, a LimitRange or Pod Security may"
                          + " refuse them (kubectl describe -n shop resourcequota,limitrange); only"
                          + " TiDB Operator's log says so (kubectl logs -n tidb-admin"
                          + " deployment/tidb-operator)");
            });

    var labels = new HashMap<>(TicdcService.clusterPods(new ResourceNames("shop", "shop")));
    labels.put(Labels.COMPONENT, "pd");
    scene.operator.pod("shop", "shop-pd-a1b2c3", labels, "phase: Pending\n");
    assertThat(scene.condition()).startsWith("Progressing: ").doesNotContain("quota");
  }

  private Map<String, Object> notReady() {
    var since = scene.clock.instant().toString();
    return Map.of("type", "Ready", "status", "False", "lastTransitionTime", since);
  }
}
