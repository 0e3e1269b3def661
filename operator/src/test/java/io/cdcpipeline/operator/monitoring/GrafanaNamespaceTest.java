package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Grafana's namespace comes later than the pipelines. */
class GrafanaNamespaceTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: %s, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
        search: {existing: {url: "http://es:9200"}}
      """;

  private final ManualClock clock = new ManualClock(Instant.now());
  private final OperatorFixture operator =
      new OperatorFixture(
          clock,
          List.of(ForeignKinds.PROMETHEUS),
          new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL));

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void isTriedByAllPipelinesTogetherEachHalfMinute() {
    operator.api().requireNamespaces();
    for (var name : List.of("a", "b", "c")) {
      operator.apply(PIPELINE.formatted(name));
    }
    for (var name : List.of("a", "b", "c")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(operator.condition("shop", name, ConditionType.MONITORING))
                      .startsWith("GrafanaNamespaceNotWritable: "));
    }
    operator.api().requests().clear();
    for (int i = 0; i < 3; i++) {
      operator.nudge("shop", "a");
      operator.nudge("shop", "b");
    }
    assertThat(operator.api().requests().entries(GrafanaNamespaceTest::inMonitoring)).isEmpty();

    operator.namespace("monitoring");
    clock.advance(Duration.ofSeconds(31));
    operator.nudge("shop", "a");
    assertThat(operator.condition("shop", "a", ConditionType.MONITORING)).startsWith("Ready: ");
  }

  private static boolean inMonitoring(RequestLog.Entry entry) {
    return entry.path().contains("/namespaces/monitoring/");
  }
}
