package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ShiftedClock;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator, with an Elasticsearch that asks for no password. */
class MonitoringStageTest {
  private static final Duration SOON = Duration.ofSeconds(25);
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
        search: {existing: {url: "http://es:9200"}}
      """;
  private static final String ALL_THERE = "Ready: monitors, rules and dashboards are up to date";

  /** As long as a pipeline that is ready is left alone. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final ShiftedClock clock = new ShiftedClock();
  private final OperatorFixture operator =
      new OperatorFixture(
          clock, List.of(), new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL));

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void withoutPrometheusOperatorGrafanaStillGetsItsObjects() {
    operator.namespace("monitoring");
    operator.apply(PIPELINE);

    awaitCondition(
        "OperatorNotInstalled: prometheus-operator is not installed (no kind ServiceMonitor):"
            + " install chart kube-prometheus-stack 88.5.3");
    assertThat(dataSource("monitoring")).isNotNull();
    assertThat(dashboard()).isTrue();

    ForeignKinds.PROMETHEUS.install(operator.client());
    later();
    awaitCondition(ALL_THERE);
    assertThat(there("ServiceMonitor", "shop-consumer")).isTrue();
    assertThat(there("PodMonitor", "shop-kafka")).isTrue();
    assertThat(there("PrometheusRule", "shop")).isTrue();
  }

  @Test
  void whatIsDisabledIsDeleted() {
    ready();
    operator.apply(PIPELINE + "  monitoring: {alerts: false, dashboards: false}\n");

    awaitCondition(ALL_THERE);
    await()
        .atMost(SOON)
        .until(
            () ->
                !there("PrometheusRule", "shop")
                    && !dashboard()
                    && dataSource("monitoring") == null);
    assertThat(there("ServiceMonitor", "shop-consumer")).isTrue();

    operator.apply(PIPELINE + "  monitoring: {enabled: false}\n");
    awaitCondition("Disabled: spec.monitoring.enabled is false");
    await().atMost(SOON).until(() -> !there("ServiceMonitor", "shop-consumer"));
  }

  @Test
  void theDataSourceMovesWithGrafanaAndIsDeletedWithThePipeline() {
    ready();
    operator.namespace("grafana");
    operator.platform = new PlatformNamespaces("cdc", "monitoring", "tidb-admin", "grafana");
    operator.restart(new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL));
    operator.nudge("shop", "shop");
    await()
        .atMost(SOON)
        .until(() -> dataSource("grafana") != null && dataSource("monitoring") == null);

    operator.client().resource(operator.pipeline("shop", "shop")).delete();
    await().atMost(SOON).until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(dataSource("grafana")).isNull();
  }

  @Test
  void aDeletedDataSourceIsRecreated() {
    ready();
    operator.client().resource(dataSource("monitoring")).delete();

    later();
    await().atMost(SOON).until(() -> dataSource("monitoring") != null);
  }

  @Test
  void aSettledPipelineIsNotWrittenAgain() {
    ready();
    operator.nudge("shop", "shop");
    operator.api().requests().clear();

    for (int i = 0; i < 3; i++) {
      later();
    }
    assertThat(operator.api().requests().entries(e -> e.isWrite())).isEmpty();
  }

  private void later() {
    clock.ahead(INTERVAL);
    operator.nudge("shop", "shop");
  }

  private void ready() {
    ForeignKinds.PROMETHEUS.install(operator.client());
    operator.namespace("monitoring");
    operator.apply(PIPELINE);
    awaitCondition(ALL_THERE);
    await()
        .atMost(SOON)
        .until(() -> operator.condition("shop", "shop", ConditionType.READY).startsWith("Ready"));
  }

  private Secret dataSource(String namespace) {
    return operator.client().secrets().inNamespace(namespace).withName("cdc.shop.shop").get();
  }

  private boolean dashboard() {
    return operator.client().configMaps().inNamespace("shop").withName("shop-dashboard").get()
        != null;
  }

  private boolean there(String kind, String name) {
    return operator.child("monitoring.coreos.com/v1", kind, "shop", name) != null;
  }

  private void awaitCondition(String expected) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(operator.condition("shop", "shop", ConditionType.MONITORING))
                    .isEqualTo(expected));
  }
}
