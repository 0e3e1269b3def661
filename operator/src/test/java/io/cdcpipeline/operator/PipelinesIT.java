package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Complete pipelines on a real API server with the CRDs of the other operators but none of the
 * operators, by an operator with exactly the chart's permissions: what is created, that it is
 * created once, and what remains after deletion.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class PipelinesIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String STATEFUL =
      "clusters.core.pingcap.com,pdgroups,tikvgroups,tidbgroups,ticdcgroups,kafkas,kafkanodepools,"
          + "kafkatopics,elasticsearches";
  private static RealApi api;
  private static RealOperator operator;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator");
    for (var grafana : List.of("monitoring", "grafana")) {
      api.run("create", "namespace", grafana);
    }
    operator = new RealOperator(api, Map.of());
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      assertThat(operator.audit().deniedSince(0)).as("calls without a right").isEmpty();
      operator.close();
    }
  }

  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, names = "EXISTING", mode = EnumSource.Mode.EXCLUDE)
  void managedChildrenAreCreatedOnceAndThenNotWritten(GoldenCase golden) {
    var namespace = applied(golden);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);
    new RealPipelines(api).kafkaBecomesReady(namespace);
    await().atMost(SOON).until(() -> children(namespace, "deployments").size() == 1);

    var steady = SteadyState.of("whole, " + golden, api, operator, namespace, 20);

    assertThat(steady.writes()).as("writes of a settled pipeline").isEmpty();
    remove(namespace);
  }

  @Test
  void withExistingSystemsOnlyTheConsumerIsCreated() {
    var namespace = api.namespace();
    for (var secret : List.of("tidb", "kafka", "es")) {
      api.kubectl(
          "create",
          "secret",
          "generic",
          secret,
          "-n",
          namespace,
          "--from-literal=username=u",
          "--from-literal=password=p");
    }
    apply(namespace, GoldenCase.EXISTING);
    await().atMost(SOON).until(() -> children(namespace, "networkpolicies").size() == 1);
    SteadyState.settle(operator, namespace, SOON);

    assertThat(children(namespace, STATEFUL + ",kafkausers")).isEmpty();
    remove(namespace);
  }

  @Test
  void retainKeepsOnlyWhatHoldsData() {
    var namespace = applied(GoldenCase.MINIMAL);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);
    SteadyState.settle(operator, namespace, SOON);
    var stateful = children(namespace, STATEFUL);

    remove(namespace);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(children(namespace, "configmaps"))
                    .as("the record of what is ours stays with it")
                    .containsExactly("configmap/shop-applied"));
    assertThat(children(namespace, STATEFUL)).isEqualTo(stateful);
    assertThat(children(namespace, "secrets")).contains("secret/shop-db-root");
    apply(namespace, GoldenCase.MINIMAL);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);
    assertThat(children(namespace, STATEFUL)).isEqualTo(stateful);
    api.kubectl("delete", "namespace", namespace, "--timeout=90s");
  }

  @Test
  void deleteLeavesNothing() {
    var namespace = applied(GoldenCase.FULL);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);

    remove(namespace);

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(children(namespace, RealOperator.CHILDREN)).isEmpty());
  }

  @Test
  void kubectlScalesConsumersAndAnAutoscalerFindsTheirPods() {
    var namespace = applied(GoldenCase.MINIMAL);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);
    new RealPipelines(api).kafkaBecomesReady(namespace);
    await().atMost(SOON).until(() -> children(namespace, "deployments").size() == 1);

    api.kubectl("scale", "cdcpipeline", "shop", "--replicas=3", "-n", namespace);

    await()
        .atMost(SOON)
        .until(() -> consumers(namespace).getSpec().getReplicas(), replicas -> replicas == 3);
    var labels =
        field(namespace, "deployment", "shop-consumer", "{.spec.selector.matchLabels}")
            .replaceAll("[{}\"]", "")
            .replace(':', '=');
    assertThat(
            api.kubectl(
                "get",
                "--raw",
                "/apis/cdcpipeline.io/v1alpha1/namespaces/"
                    + namespace
                    + "/cdcpipelines/shop/scale"))
        .contains("\"spec\":{\"replicas\":3}", "\"selector\":\"" + labels + "\"");
    remove(namespace);
  }

  @Test
  void aTemplateRollsTheConsumersOnce() {
    var namespace = applied(GoldenCase.MINIMAL);
    await().atMost(SOON).until(() -> children(namespace, "kafkausers").size() == 2);
    new RealPipelines(api).kafkaBecomesReady(namespace);
    await().atMost(SOON).until(() -> children(namespace, "deployments").size() == 1);
    SteadyState.settle(operator, namespace, SOON);
    long before = generation(namespace);

    api.merge(
        namespace,
        "cdcpipeline/shop",
        """
        {"spec": {"consumer": {"template": {
          "pod": {"tolerations": [{"operator": "Exists"}], "nodeSelector": {"disk": "ssd"}},
          "container": {"env": [{"name": "A"}, {"name": "B", "value": "b"}]}}}}}
        """);

    await().atMost(SOON).until(() -> generation(namespace) > before);
    SteadyState.settle(operator, namespace, SOON);
    assertThat(generation(namespace)).isEqualTo(before + 1);
    remove(namespace);
  }

  private static long generation(String namespace) {
    return consumers(namespace).getMetadata().getGeneration();
  }

  private static Deployment consumers(String namespace) {
    var deployments = api.client().apps().deployments().inNamespace(namespace);
    return deployments.withName("shop-consumer").get();
  }

  private static String field(String namespace, String kind, String name, String path) {
    return api.kubectl("get", kind, name, "-n", namespace, "-o", "jsonpath=" + path);
  }

  @Test
  void theTableNamesPhaseAndWorstStage() {
    var namespace = applied(GoldenCase.MINIMAL);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(api.kubectl("get", "cdcpipelines", "-n", namespace, "-o", "wide"))
                    .containsPattern(
                        "NAME +READY +PHASE +CHANGEFEED +LAG +CONSUMERS +AGE +CHECKPOINT +MESSAGE\n"
                            + "shop +False +Provisioning .*DatabaseReady: waiting for TiDB"
                            + " Operator: PDGroup \\(0 of 1 ready\\)"));
    remove(namespace);
  }

  private static String applied(GoldenCase golden) {
    var namespace = api.namespace();
    apply(namespace, golden);
    return namespace;
  }

  private static void apply(String namespace, GoldenCase golden) {
    var pipeline = golden.pipeline();
    pipeline.getMetadata().setNamespace(namespace);
    api.client().resource(pipeline).create();
  }

  private static void remove(String namespace) {
    api.kubectl("delete", "cdcpipelines", "--all", "-n", namespace, "--timeout=90s");
  }

  private static Set<String> children(String namespace, String kinds) {
    return api.names(kinds, namespace, Labels.MANAGED);
  }
}
