package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.requirement.Requires;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Kinds that disappear under an existing pipeline, or that we lose the permission for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class KindsIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String STRIMZI = "strimzi-1.2.0";
  private static final String OTHER_ACCOUNT = "serviceAccount.name=kinds";

  /** One kind of each stage, and how its missing permission is named. */
  private static final Map<ConditionType, String> KINDS =
      Map.of(
          ConditionType.DATABASE, "TiKVGroup.core.pingcap.com/v1alpha1",
          ConditionType.KAFKA, "KafkaTopic.kafka.strimzi.io/v1",
          ConditionType.CONSUMER, "PodDisruptionBudget.policy/v1",
          ConditionType.SEARCH, "Elasticsearch.elasticsearch.k8s.elastic.co/v1",
          ConditionType.MONITORING, "PrometheusRule.monitoring.coreos.com/v1");

  private RealApi api;
  private RealPipelines pipelines;

  @BeforeAll
  void install() {
    api = RealApi.get();
    pipelines = new RealPipelines(api);
    api.installForeign("tidb-operator-v2.0.1", STRIMZI, "eck-3.5.0", "prometheus-operator");
    api.run("create", "namespace", "monitoring");
  }

  @Test
  @FailureMode(
      fault = "Strimzi's CRDs are deleted",
      effect = "the children are created again once the CRDs are back",
      shown = "`OperatorNotInstalled`, naming the chart",
      action = "install the chart")
  void anUninstalledOperatorIsReportedAndItsChildrenReturnWithIt() {
    try (var operator = new RealOperator(api, Map.of())) {
      var namespace = pipelines.create();
      expectKafka(operator, namespace);

      api.kubectl("delete", "crd", "kafkas.kafka.strimzi.io", "kafkatopics.kafka.strimzi.io");

      pipelines.expect(
          operator,
          namespace,
          ConditionType.KAFKA,
          "OperatorNotInstalled",
          "Strimzi is not installed (no kind Kafka): install chart strimzi-kafka-operator 1.2.0");
      api.reinstallForeign(STRIMZI);
      expectKafka(operator, namespace);
      await()
          .atMost(SOON)
          .until(() -> api.names("kafkatopics,kafkas", namespace, ""), names -> names.size() == 3);
      assertThat(operator.audit().deniedSince(0)).isEmpty();
      pipelines.delete(namespace, "shop");
    }
  }

  /** With a separate account, whose denials no other test counts. */
  @Test
  void aMissingPermissionIsReportedByItsStageAndStopsNoOther() {
    try (var operator = new RealOperator(api, Map.of(), OTHER_ACCOUNT)) {
      var lost =
          List.of(
              "tikvgroups",
              "kafkatopics",
              "poddisruptionbudgets",
              "elasticsearches",
              "prometheusrules");
      pipelines.take(lost);
      var namespace = pipelines.create();

      KINDS.forEach((stage, kind) -> pipelines.expectDenied(operator, namespace, stage, kind));

      RealOperator.install(api, OTHER_ACCOUNT);
      expectKafka(operator, namespace);
      pipelines.expect(
          operator,
          namespace,
          ConditionType.CONSUMER,
          "DependencyNotReady",
          "waiting for KafkaReady before starting consumers");
      pipelines.delete(namespace, "shop");
    } finally {
      RealOperator.install(api);
    }
  }

  @Test
  void twoPipelinesOfANamespaceHaveNothingInCommon() {
    try (var operator = new RealOperator(api, Map.of())) {
      var namespace = pipelines.create();
      pipelines.apply(namespace, "billing");
      await()
          .atMost(SOON)
          .until(
              () ->
                  pipelines.children(namespace, "shop").size()
                          == pipelines.children(namespace, "billing").size()
                      && pipelines.children(namespace, "shop").stream()
                          .anyMatch(name -> name.startsWith("prometheusrule")));
      SteadyState.settle(operator, namespace, SOON);
      var billing = pipelines.children(namespace, "billing");

      pipelines.delete(namespace, "shop");

      await().atMost(SOON).until(() -> pipelines.children(namespace, "shop").isEmpty());
      SteadyState.settle(operator, namespace, SOON);
      assertThat(pipelines.children(namespace, "billing"))
          .isEqualTo(billing)
          .hasSizeGreaterThan(25);
      pipelines.delete(namespace, "billing");
    }
  }

  private void expectKafka(RealOperator operator, String namespace) {
    pipelines.expect(
        operator, namespace, ConditionType.KAFKA, "Progressing", "waiting for Strimzi: Kafka shop");
  }
}
