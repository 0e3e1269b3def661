package io.cdcpipeline.operator.database;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Plays one version of TiDB Operator for the pipeline shop/shop. */
enum TidbVersion {
  V2(ForeignKinds.TIDB_V2, "core.pingcap.com/v1alpha1", "Cluster") {
    @Override
    void ready(OperatorFixture operator) {
      for (var kind : List.of("PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup")) {
        write(
            operator,
            kind,
            Map.of(
                "observedGeneration",
                1,
                "readyReplicas",
                1,
                "conditions",
                List.of(
                    Map.of("type", "Ready", "status", "True"),
                    Map.of("type", "Synced", "status", "True"))));
      }
    }
  },
  V1(ForeignKinds.TIDB_V1, "pingcap.com/v1alpha1", "TidbCluster") {
    @Override
    void ready(OperatorFixture operator) {
      Map<String, Object> well =
          Map.of(
              "phase",
              "Normal",
              "statefulSet",
              Map.of("readyReplicas", 1, "currentRevision", "a", "updateRevision", "a"));
      write(
          operator,
          "TidbCluster",
          Map.of(
              "conditions",
              List.of(Map.of("type", "Ready", "status", "True")),
              "pd",
              well,
              "tikv",
              well,
              "tidb",
              well,
              "ticdc",
              well));
    }
  };

  final ForeignKinds kinds;
  private final String api;
  private final String clusterKind;

  TidbVersion(ForeignKinds kinds, String api, String clusterKind) {
    this.kinds = kinds;
    this.api = api;
    this.clusterKind = clusterKind;
  }

  abstract void ready(OperatorFixture operator);

  GenericKubernetesResource cluster(OperatorFixture operator) {
    return operator.client().supports(api, clusterKind)
        ? operator.child(api, clusterKind, "shop", "shop")
        : null;
  }

  void write(OperatorFixture operator, String kind, Map<String, Object> status) {
    await().until(() -> operator.child(api, kind, "shop", "shop") != null);
    operator
        .client()
        .genericKubernetesResources(api, kind)
        .inNamespace("shop")
        .withName("shop")
        .editStatus(
            live -> {
              live.setAdditionalProperty("status", status);
              return live;
            });
  }
}
