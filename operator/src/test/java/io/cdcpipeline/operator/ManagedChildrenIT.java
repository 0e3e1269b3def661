package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Children of TiDB Operator and Strimzi on a real API server with their real CRDs. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class ManagedChildrenIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TIDB_V2 = "core.pingcap.com/v1alpha1";
  private static final String STRIMZI = "kafka.strimzi.io/v1";
  private static RealApi api;
  private static RealOperator operator;

  /** Both versions are installed: a pipeline on v1 is one that existed before v2. */
  enum Line {
    V2("Cluster PDGroup TiKVGroup TiDBGroup TiCDCGroup"),
    V1("TidbCluster");

    private final String kinds;

    Line(String kinds) {
      this.kinds = kinds;
    }

    List<String> kinds() {
      return List.of(kinds.split(" "));
    }

    String apiVersion() {
      return this == V2 ? TIDB_V2 : "pingcap.com/v1alpha1";
    }
  }

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("tidb-operator-v2.0.1", "tidb-operator-v1.6.6", "strimzi-1.2.0");
    operator = new RealOperator(api, Map.of());
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.deletePipelinesAndClose(api);
    }
  }

  @ParameterizedTest
  @EnumSource(Line.class)
  void allChildrenExistAndNoneIsWrittenTwice(Line line) {
    var namespace = api.namespace();
    if (line == Line.V1) {
      new RealPipelines(api).remember(namespace, "tidb-operator-line", "v1");
    }
    api.client().resource(pipeline(namespace)).create();
    for (var kind : line.kinds()) {
      awaitChild(namespace, line.apiVersion(), kind, "shop");
    }
    awaitChild(namespace, STRIMZI, "KafkaUser", "shop-consumer");

    strimziIsReady(namespace);
    consumersRun(namespace);
    var steady = SteadyState.of("managed, TiDB Operator " + line, api, operator, namespace, 100);

    assertThat(steady.writes()).isEmpty();
    assertThat(steady.lines()).isEmpty();
    assertThat(child(namespace, TIDB_V2, "Cluster", "shop") != null).isEqualTo(line == Line.V2);
    for (var kind : line.kinds()) {
      assertThat(child(namespace, line.apiVersion(), kind, "shop").getMetadata())
          .as("outlives the pipeline")
          .satisfies(m -> assertThat(m.getOwnerReferences()).isEmpty());
    }
  }

  /** As Strimzi would report it. */
  private static void strimziIsReady(String namespace) {
    for (var kind : List.of("KafkaNodePool", "Kafka", "KafkaTopic", "KafkaUser")) {
      api.client()
          .genericKubernetesResources(STRIMZI, kind)
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(
              child ->
                  report(
                      child,
                      Map.of("type", "Ready", "status", "True"),
                      child.getMetadata().getGeneration()));
    }
  }

  /** Kafka's readiness starts the consumers, whose readiness Kubernetes would report. */
  private static void consumersRun(String namespace) {
    awaitChild(namespace, "apps/v1", "Deployment", "shop-consumer");
    var deployment = child(namespace, "apps/v1", "Deployment", "shop-consumer");
    report(deployment, Map.of("type", "Available", "status", "True"), 1L);
  }

  private static void report(
      GenericKubernetesResource child, Map<String, String> condition, Long generation) {
    api.client()
        .resource(child)
        .editStatus(
            live -> {
              live.setAdditionalProperty(
                  "status",
                  Map.of("observedGeneration", generation, "conditions", List.of(condition)));
              return live;
            });
  }

  private static io.cdcpipeline.operator.api.CdcPipeline pipeline(String namespace) {
    var pipeline = GoldenCase.PRODUCTION.pipeline();
    pipeline.getMetadata().setNamespace(namespace);
    return pipeline;
  }

  private static void awaitChild(String namespace, String api, String kind, String name) {
    await().atMost(SOON).until(() -> child(namespace, api, kind, name) != null);
  }

  private static GenericKubernetesResource child(
      String namespace, String apiVersion, String kind, String name) {
    return api.client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }
}
