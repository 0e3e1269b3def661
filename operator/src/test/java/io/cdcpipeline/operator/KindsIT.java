package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.status.ConditionType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Kinds of other operators that go away under a pipeline, or that we lose the right to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String STRIMZI = "strimzi-1.2.0";
  private static final String OTHER_ACCOUNT = "serviceAccount.name=kinds";

  /** One kind of each stage, and how its right is named when it is missing. */
  private static final Map<ConditionType, String> KINDS =
      Map.of(
          ConditionType.DATABASE, "TiKVGroup.core.pingcap.com/v1alpha1",
          ConditionType.KAFKA, "KafkaTopic.kafka.strimzi.io/v1",
          ConditionType.CONSUMER, "PodDisruptionBudget.policy/v1",
          ConditionType.SEARCH, "Elasticsearch.elasticsearch.k8s.elastic.co/v1",
          ConditionType.MONITORING, "PrometheusRule.monitoring.coreos.com/v1");

  private RealApi api;

  @BeforeAll
  void install() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", STRIMZI, "eck-3.5.0", "prometheus-operator-0.85.0-all");
    api.run("create", "namespace", "monitoring");
  }

  @Test
  void anOperatorThatIsUninstalledIsToldAndItsChildrenComeBackWithIt() {
    try (var operator = new RealOperator(api, Map.of())) {
      var namespace = pipeline();
      expect(namespace, ConditionType.KAFKA, "Progressing", "Strimzi brings up Kafka shop");

      api.kubectl("delete", "crd", "kafkas.kafka.strimzi.io", "kafkatopics.kafka.strimzi.io");

      expect(
          namespace,
          ConditionType.KAFKA,
          "OperatorNotInstalled",
          "Strimzi is not installed (no kind Kafka): install chart strimzi-kafka-operator 1.2.0");
      api.installForeign(STRIMZI);
      expect(namespace, ConditionType.KAFKA, "Progressing", "Strimzi brings up Kafka shop");
      await()
          .atMost(SOON)
          .until(
              () -> api.run("get", "kafkatopics,kafkas", "-n", namespace, "-o", "name").output(),
              names -> names.lines().count() == 3);
      assertThat(operator.audit().deniedSince(0)).isEmpty();
      delete(namespace, "shop");
    }
  }

  /** By an account of its own, whose refusals no other test counts. */
  @Test
  void aRightThatIsMissingIsNamedByItsStageAndStopsNoOther() {
    try (var operator = new RealOperator(api, Map.of(), OTHER_ACCOUNT)) {
      var lost =
          List.of(
              "tikvgroups",
              "kafkatopics",
              "poddisruptionbudgets",
              "elasticsearches",
              "prometheusrules");
      take(lost);
      var namespace = pipeline();

      KINDS.forEach(
          (stage, kind) ->
              expect(
                  namespace,
                  stage,
                  "AccessDenied",
                  "this operator may not list and watch %s: grant it (helm chart, ClusterRole)"
                      .formatted(kind)));

      RealOperator.install(api, OTHER_ACCOUNT);
      expect(namespace, ConditionType.KAFKA, "Progressing", "Strimzi brings up Kafka shop");
      expect(
          namespace,
          ConditionType.CONSUMER,
          "Waiting",
          "waits for KafkaReady before it starts consumers");
      delete(namespace, "shop");
    } finally {
      RealOperator.install(api);
    }
  }

  @Test
  void twoPipelinesOfANamespaceHaveNothingInCommon() {
    try (var operator = new RealOperator(api, Map.of())) {
      var namespace = pipeline();
      apply(namespace, "billing");
      await()
          .atMost(SOON)
          .until(
              () ->
                  children(namespace, "shop").size() == children(namespace, "billing").size()
                      && children(namespace, "shop").stream()
                          .anyMatch(name -> name.startsWith("prometheusrule")));
      SteadyState.settle(operator, namespace, SOON);
      var billing = children(namespace, "billing");

      delete(namespace, "shop");

      await().atMost(SOON).until(() -> children(namespace, "shop").isEmpty());
      SteadyState.settle(operator, namespace, SOON);
      assertThat(children(namespace, "billing")).isEqualTo(billing).hasSizeGreaterThan(25);
      delete(namespace, "billing");
    }
  }

  private Set<String> children(String namespace, String pipeline) {
    return api.names(
        RealOperator.CHILDREN, "-n", namespace, "-l", Labels.PIPELINE + "=" + pipeline);
  }

  /** Takes resources out of the rules of the chart's ClusterRole. */
  private void take(List<String> resources) {
    api.client()
        .rbac()
        .clusterRoles()
        .withName("cdc-pipeline-operator")
        .edit(
            role -> {
              role.getRules()
                  .forEach(
                      rule -> {
                        var kept = new ArrayList<>(rule.getResources());
                        kept.removeAll(resources);
                        rule.setResources(kept);
                      });
              role.getRules().removeIf(rule -> rule.getResources().isEmpty());
              return role;
            });
  }

  private String pipeline() {
    var namespace = api.namespace();
    apply(namespace, "shop");
    return namespace;
  }

  private void apply(String namespace, String name) {
    api.client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: cdcpipeline.io/v1alpha1
                kind: CdcPipeline
                metadata: {name: %s, namespace: %s}
                spec: {deletionPolicy: Delete, changefeed: {tables: ["shop.*"]}}
                """
                    .formatted(name, namespace),
                CdcPipeline.class))
        .create();
  }

  private void delete(String namespace, String name) {
    api.kubectl("delete", "cdcpipeline", name, "-n", namespace, "--timeout=90s");
  }

  private void expect(String namespace, ConditionType type, String reason, String message) {
    var pipelines = api.client().resources(CdcPipeline.class).inNamespace(namespace);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        CdcPipelineStatus.condition(
                            pipelines.withName("shop").get().getStatus(), type.toString()))
                    .get()
                    .extracting(Condition::reason, Condition::message)
                    .containsExactly(reason, message));
  }
}
