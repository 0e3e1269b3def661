package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a Prometheus reads what a pipeline offers, with the chart's rights. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class MonitorSelectionIT {
  /** What is known about the Prometheuses is a minute old. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final String UP_TO_DATE = "Ready: monitors, rules and dashboards are up to date";
  @TempDir private static Path work;
  private static RealApi api;
  private static RealOperator operator;
  private static String stack;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("prometheus-operator-0.85.0-all");
    stack = api.namespace();
    operator = new RealOperator(api, Map.of("PROMETHEUS_NAMESPACE", stack));
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.deletePipelinesAndClose(api);
    }
  }

  @Test
  void aPipelineThatNoPrometheusSelectsSaysByWhatOneDoes() throws IOException {
    var namespace = api.namespace();
    pipeline(namespace);
    // Something else may read ServiceMonitors where there is no Prometheus.
    expect(namespace, UP_TO_DATE);

    prometheus("{matchLabels: {release: stack}}");
    expect(
        namespace,
        "MonitorsNotSelected: no Prometheus selects the ServiceMonitors of this"
            + " pipeline: Prometheus %s/stack selects by {release: stack}; set".formatted(stack)
            + " spec.monitoring.labels, or for all pipelines the chart value"
            + " monitorLabels, to labels that one selects");

    api.merge(
        namespace,
        "cdcpipeline/shop",
        "{\"spec\":{\"monitoring\":{\"labels\":{\"release\":\"stack\"}}}}");
    expect(namespace, UP_TO_DATE);
  }

  private static void expect(String namespace, String words) {
    new PassingTime(api, operator)
        .await(namespace, SOON, () -> assertThat(said(namespace)).isEqualTo(words));
  }

  private static void pipeline(String namespace) throws IOException {
    var yaml =
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: shop, namespace: %s}
        spec:
          changefeed: {tables: ["shop.*"]}
          database: {existing: {host: 127.0.0.1, port: 1, ticdcUrl: "http://127.0.0.1:1"}}
          kafka: {existing: {bootstrapServers: "127.0.0.1:1"}}
          search: {enabled: false}
        """
            .formatted(namespace);
    api.kubectl("apply", "-f", Files.writeString(work.resolve("pipeline.yaml"), yaml).toString());
  }

  private static void prometheus(String selector) throws IOException {
    var yaml =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: Prometheus
        metadata: {name: stack, namespace: %1$s}
        spec:
          serviceMonitorSelector: %2$s
          serviceMonitorNamespaceSelector: {}
          ruleSelector: %2$s
          ruleNamespaceSelector: {}
        """
            .formatted(stack, selector);
    api.kubectl("apply", "-f", Files.writeString(work.resolve("stack.yaml"), yaml).toString());
  }

  private static String said(String namespace) {
    var pipelines = api.client().resources(CdcPipeline.class).inNamespace(namespace);
    return CdcPipelineStatus.condition(
            pipelines.withName("shop").get().getStatus(), ConditionType.MONITORING.toString())
        .map((Condition c) -> c.reason() + ": " + c.message())
        .orElse("");
  }
}
