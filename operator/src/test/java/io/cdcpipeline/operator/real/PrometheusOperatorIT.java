package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.Promtool;
import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real prometheus-operator beside the real operator: with the selectors of
 * kube-prometheus-stack it selects our monitors and rules, and renders the scrapes we intend.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS, PROMTOOL})
class PrometheusOperatorIT {
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final String PROMETHEUS = "prometheus";
  private static final Map<GoldenCase, String> PIPELINES = new EnumMap<>(GoldenCase.class);
  @TempDir static Path work;
  private static RealApi api;
  private static RealOperator operator;
  private static RunningBinary prometheusOperator;

  @BeforeAll
  static void start() throws IOException {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator-0.85.0-all");
    for (var namespace : List.of("monitoring", "grafana", PROMETHEUS)) {
      api.run("create", "namespace", namespace);
    }
    prometheusOperator =
        RunningBinary.start(
            api,
            "prometheus-operator",
            "--kubelet-service=",
            "--web.listen-address=127.0.0.1:" + RealApi.freePort(),
            "--web.enable-tls=false");
    operator =
        new RealOperator(
            api,
            Map.of(
                "LEADER_ELECTION",
                "true",
                "LEASE_NAMESPACE",
                "cdc-system",
                "MONITOR_LABELS",
                "release=kps"));
    for (var golden : GoldenCase.values()) {
      var pipeline = golden.pipeline();
      pipeline.getMetadata().setNamespace(api.namespace());
      api.client().resource(pipeline).create();
      PIPELINES.put(golden, pipeline.getMetadata().getNamespace());
    }
    selecting("kps");
    selecting("prometheus");
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.deletePipelinesAndClose(api);
    }
    if (prometheusOperator != null) {
      prometheusOperator.close();
    }
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void onlyTheMonitorsOfEachCaseAreSelected(GoldenCase golden) throws IOException {
    var namespace = PIPELINES.get(golden);
    var wanted =
        golden == GoldenCase.EXISTING
            ? List.of("serviceMonitor/" + namespace + "/shop-consumer/0")
            : List.of(
                "podMonitor/" + namespace + "/shop-kafka/0",
                "podMonitor/" + namespace + "/shop-ticdc/0",
                "serviceMonitor/" + namespace + "/shop-consumer/0");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(jobs(release(golden), namespace)).containsExactlyElementsOf(wanted));
    assertThat(jobs(golden == GoldenCase.FULL ? "kps" : "prometheus", namespace)).isEmpty();
  }

  @Test
  void onlyThePipelinesOwnConsumerIsScraped() {
    var namespace = PIPELINES.get(GoldenCase.MINIMAL);
    var job = job("serviceMonitor/" + namespace + "/shop-consumer/0");
    var service = labels(namespace, "shop-consumer");

    var target =
        Relabeling.discovered(
            namespace, "service_label_", service, "endpointslice_port_name", "metrics");
    target.put("__meta_kubernetes_service_name", "shop-consumer");
    assertThat(Relabeling.of(job.path("relabel_configs"), target))
        .hasValueSatisfying(
            labels ->
                assertThat(labels)
                    .containsEntry("job", "cdc-pipeline-consumer")
                    .containsEntry("pipeline", "shop")
                    .containsEntry("namespace", namespace)
                    .containsEntry("pod", "a-pod")
                    .containsEntry("service", "shop-consumer"));

    service.put("app.kubernetes.io/instance", "another");
    assertThat(
            Relabeling.of(
                job.path("relabel_configs"),
                Relabeling.discovered(
                    namespace, "service_label_", service, "endpointslice_port_name", "metrics")))
        .isEmpty();
    assertThat(job.path("scrape_interval").asText()).isEqualTo("15s");
    assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics");
  }

  /** Labels and port names as TiDB Operator and Strimzi give them to their pods. */
  @ParameterizedTest
  @EnumSource(ForeignPods.class)
  void onlyTheMetricsPortsOfOtherOperatorsPodsAreScraped(ForeignPods pods) {
    var namespace = PIPELINES.get(GoldenCase.MINIMAL);
    var job = job("podMonitor/" + namespace + "/" + pods.monitor + "/0");
    var right =
        Relabeling.discovered(
            namespace, "pod_label_", pods.labels, "pod_container_port_name", pods.port);
    var wrong =
        Relabeling.discovered(
            namespace, "pod_label_", pods.labels, "pod_container_port_name", "other");

    assertThat(Relabeling.of(job.path("relabel_configs"), right))
        .hasValueSatisfying(
            labels ->
                assertThat(labels)
                    .containsEntry("job", namespace + "/" + pods.monitor)
                    .containsEntry("pipeline", "shop")
                    .containsEntry("namespace", namespace)
                    .containsEntry("pod", "a-pod"));
    assertThat(Relabeling.of(job.path("relabel_configs"), wrong)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void promtoolAcceptsTheRenderedRules(GoldenCase golden) throws Exception {
    var namespace = PIPELINES.get(golden);
    var file =
        await()
            .atMost(SOON)
            .until(() -> rules(release(golden), namespace), Optional::isPresent)
            .get();
    assertThat(Promtool.run(work, "check", "rules", "--lint=all", "--lint-fatal", file.toString()))
        .contains("SUCCESS");
    assertThat(Json.YAML.readTree(file.toFile()).at("/groups/0/rules")).isNotEmpty();
    var config = Files.writeString(work.resolve("prometheus.yaml"), checkable(release(golden)));
    assertThat(Promtool.run(work, "check", "config", "--syntax-only", config.toString()))
        .contains("SUCCESS");
  }

  private static String release(GoldenCase golden) {
    return golden == GoldenCase.FULL ? "prometheus" : "kps";
  }

  /** A Prometheus with the selectors that kube-prometheus-stack gives its own. */
  private static void selecting(String release) throws IOException {
    var selector = "{matchLabels: {release: %s}}".formatted(release);
    var yaml =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: Prometheus
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          serviceMonitorSelector: %3$s
          serviceMonitorNamespaceSelector: {}
          podMonitorSelector: %3$s
          podMonitorNamespaceSelector: {}
          ruleSelector: %3$s
          ruleNamespaceSelector: {}
        """
            .formatted(release, PROMETHEUS, selector);
    api.kubectl("apply", "-f", Files.writeString(work.resolve(release), yaml).toString());
  }

  private static JsonNode job(String name) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              for (var job : scrapeConfigs("kps")) {
                if (name.equals(job.path("job_name").asText())) {
                  return Optional.of(job);
                }
              }
              return Optional.<JsonNode>empty();
            },
            Optional::isPresent)
        .get();
  }

  private static List<String> jobs(String release, String namespace) throws IOException {
    return scrapeConfigs(release).findValuesAsText("job_name").stream()
        .filter(name -> name.contains("/" + namespace + "/"))
        .sorted()
        .toList();
  }

  private static JsonNode scrapeConfigs(String release) throws IOException {
    return Json.YAML.readTree(rendered(release)).path("scrape_configs");
  }

  private static String rendered(String release) throws IOException {
    var secret =
        api.client().secrets().inNamespace(PROMETHEUS).withName("prometheus-" + release).get();
    if (secret == null || secret.getData() == null) {
      return "{}";
    }
    var packed = Base64.getDecoder().decode(secret.getData().get("prometheus.yaml.gz"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      // The config reloader inserts the number of the only shard.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("$(SHARD)", "0");
    }
  }

  /** Without Kubernetes service discovery, which Debian's promtool lacks. */
  private static String checkable(String release) throws IOException {
    var config = Json.YAML.readTree(rendered(release));
    config
        .path("scrape_configs")
        .forEach(scrape -> ((ObjectNode) scrape).remove("kubernetes_sd_configs"));
    return Json.YAML.writeValueAsString(config);
  }

  /** The file of the pipeline's rules in the volume that Prometheus would read. */
  private static Optional<Path> rules(String release, String namespace) throws IOException {
    var files =
        api.client()
            .configMaps()
            .inNamespace(PROMETHEUS)
            .withName("prometheus-" + release + "-rulefiles-0")
            .get();
    if (files == null || files.getData() == null) {
      return Optional.empty();
    }
    for (var file : files.getData().entrySet()) {
      if (file.getKey().startsWith(namespace + "-shop-")) {
        return Optional.of(Files.writeString(work.resolve(file.getKey()), file.getValue()));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> labels(String namespace, String name) {
    var service = api.client().services().inNamespace(namespace).withName(name);
    return new HashMap<>(
        await().atMost(SOON).until(service::get, s -> s != null).getMetadata().getLabels());
  }
}
