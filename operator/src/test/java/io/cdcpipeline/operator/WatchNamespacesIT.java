package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requires;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An operator with permissions in only two namespaces, and Grafana in a third: with the chart's
 * Roles on a real API server.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class WatchNamespacesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String GRAFANA = "grafana-of-others";
  private static final String SECRET = "cdc.team-one.shop";
  private static RealApi api;
  private static RealOperator operator;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("prometheus-operator");
    for (var namespace : new String[] {"team-one", "team-two", "team-three", GRAFANA}) {
      api.run("create", "namespace", namespace);
    }
    operator =
        new RealOperator(
            api,
            Map.of("WATCH_NAMESPACES", "team-one,team-two", "GRAFANA_NAMESPACE", GRAFANA),
            "watchNamespaces={team-one,team-two}",
            "grafanaNamespace=" + GRAFANA,
            "fullnameOverride=cdc-pipeline-operator-namespaced",
            "serviceAccount.name=namespaced");
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  void theDataSourceIsPublishedToGrafanaAndRemovedAgain() {
    int mark = operator.audit().mark();
    apply("team-one");
    await().atMost(SOON).until(() -> there(GRAFANA, SECRET));
    await("dashboards stay with the pipeline: Grafana's sidecar looks everywhere")
        .atMost(SOON)
        .until(
            () -> api.names("configmaps", "team-one", ""),
            names -> names.contains("configmap/shop-dashboard"));

    api.kubectl("delete", "cdcpipeline", "shop", "-n", "team-one", "--timeout=60s");

    assertThat(there(GRAFANA, SECRET)).isFalse();
    assertThat(operator.audit().deniedSince(mark)).as("calls without a right").isEmpty();
  }

  @Test
  void pipelinesInUnwatchedNamespacesAreIgnored() {
    apply("team-three");
    apply("team-two");
    await().atMost(SOON).until(() -> there(GRAFANA, "cdc.team-two.shop"));

    assertThat(api.kubectl("get", "cdcpipeline", "shop", "-n", "team-three", "-o", "yaml"))
        .doesNotContain("finalizers", "conditions");
    api.kubectl("delete", "cdcpipeline", "shop", "-n", "team-two", "--timeout=60s");
  }

  private static boolean there(String namespace, String secret) {
    return api.client().secrets().inNamespace(namespace).withName(secret).get() != null;
  }

  private static void apply(String namespace) {
    api.client()
        .resource(
            io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                """
                apiVersion: cdcpipeline.io/v1alpha1
                kind: CdcPipeline
                metadata: {name: shop, namespace: %s}
                spec:
                  changefeed: {tables: ["shop.*"]}
                  database: {existing: {host: 127.0.0.1, port: 1, ticdcUrl: "http://127.0.0.1:1"}}
                  kafka: {existing: {bootstrapServers: "127.0.0.1:1"}}
                  search: {existing: {url: "http://127.0.0.1:1"}}
                """
                    .formatted(namespace),
                io.cdcpipeline.operator.api.CdcPipeline.class))
        .create();
  }
}
