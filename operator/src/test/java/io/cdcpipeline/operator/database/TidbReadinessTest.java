package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses as TiDB Operator 2.0.1 and 1.6.6 write them. */
class TidbReadinessTest {
  private static final String READY = "Ready: TiDB and TiCDC are ready";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ready | {observedGeneration: 2, readyReplicas: 1, conditions: [{type: Ready, status:"
            + " 'True'}, {type: Synced, status: 'True'}]} | Ready: TiDB and TiCDC are ready",
        "not seen | {} | Progressing: waiting for TiDB Operator: TiKVGroup (0 of 1 ready)",
        "ready before this edit | {observedGeneration: 1, readyReplicas: 1, conditions: [{type:"
            + " Ready, status: 'True'}, {type: Synced, status: 'True'}]} | Progressing: waiting"
            + " for TiDB Operator: TiKVGroup (1 of 1 ready)",
        "rolling | {observedGeneration: 2, readyReplicas: 1, conditions: [{type: Ready, status:"
            + " 'True'}, {type: Synced, status: 'False', reason: NotAllInstancesUpToDate}]} |"
            + " Progressing: waiting for TiDB Operator: TiKVGroup (1 of 1 ready)",
        "not ready | {observedGeneration: 2, readyReplicas: 0, conditions: [{type: Ready, status:"
            + " 'False', reason: NotAllInstancesReady}, {type: Synced, status: 'True'}]} |"
            + " Progressing: waiting for TiDB Operator: TiKVGroup (0 of 1 ready)",
      })
  void v2(String name, String status, String expected) {
    assertThat(text(TidbV2Provisioner.status(List.of(group(status))))).isEqualTo(expected);
  }

  @Test
  void v1() {
    assertThat(text(TidbV1Provisioner.status(cluster("True", "Normal", 1, "v8.5.7"))))
        .isEqualTo(READY);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the one condition is false, False, Normal, 1, v8.5.7, PDUnhealthy",
    "upgrading, True, Upgrade, 1, v8.5.7, tikv (1 of 1 ready)",
    "a pod is missing, True, Normal, 0, v8.5.7, tikv (0 of 1 ready)",
    "an old image although Ready is still True, True, Normal, 1, v8.5.6, tikv (1 of 1 ready)"
  })
  void v1NotReady(
      String name, String ready, String phase, int replicas, String version, String part) {
    assertThat(text(TidbV1Provisioner.status(cluster(ready, phase, replicas, version))))
        .isEqualTo("Progressing: waiting for TiDB Operator: " + part);
  }

  @Test
  void v1WithoutAnyStatus() {
    var cluster = cluster("True", "Normal", 1, "v8.5.7");
    cluster.getAdditionalProperties().remove("status");

    assertThat(text(TidbV1Provisioner.status(cluster)))
        .isEqualTo(
            "Progressing: waiting for TiDB Operator: pd (0 of 1 ready), tikv (0 of 1 ready), tidb"
                + " (0 of 1 ready), ticdc (0 of 1 ready)");
  }

  /** Its tag says nothing about the version. */
  @Test
  void anImageOfTheSpecIsTheRightVersionOfV1() {
    var cluster = cluster("True", "Normal", 1, "v8.5.7-fix");

    assertThat(text(TidbV1Provisioner.status(cluster))).contains("tikv (1 of 1 ready)");
    Map<String, Object> tikv = cluster.get("spec", "tikv");
    tikv.put("image", "pingcap/tikv:v8.5.7-fix");
    assertThat(TidbV1Provisioner.status(cluster).isReady()).isTrue();
  }

  private static String text(io.cdcpipeline.operator.status.StageStatus status) {
    return status.verdict().reason() + ": " + status.verdict().message();
  }

  private static GenericKubernetesResource group(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: core.pingcap.com/v1alpha1
        kind: TiKVGroup
        metadata: {name: shop, namespace: shop, generation: 2}
        spec: {replicas: 1}
        status: %s
        """
            .formatted(status),
        GenericKubernetesResource.class);
  }

  /** The arguments are the condition and what TiKV reports; everything else is ready. */
  private static GenericKubernetesResource cluster(
      String ready, String phase, int replicas, String version) {
    var set = "{readyReplicas: 1, currentRevision: a, updateRevision: a}";
    return Serialization.unmarshal(
        """
        apiVersion: pingcap.com/v1alpha1
        kind: TidbCluster
        metadata: {name: shop, namespace: shop, generation: 7}
        spec: {version: v8.5.7, pd: {replicas: 1}, tikv: {replicas: 1}, tidb: {replicas: 1}, ticdc: {replicas: 1}}
        status:
          conditions: [{type: Ready, status: "%s", reason: PDUnhealthy}]
          pd: {phase: Normal, image: "pingcap/pd:v8.5.7", statefulSet: %s}
          tikv: {phase: %s, image: "pingcap/tikv:%s", statefulSet: {readyReplicas: %d, currentRevision: a, updateRevision: a}}
          tidb: {phase: Normal, image: "pingcap/tidb:v8.5.7", statefulSet: %s}
          ticdc: {phase: Normal, statefulSet: %s, captures: {shop-ticdc-0: {ready: true, isOwner: true}}}
        """
            .formatted(ready, set, phase, version, replicas, set, set),
        GenericKubernetesResource.class);
  }
}
