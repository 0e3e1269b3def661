package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
  private static final String CRD = "cdcpipelines.cdcpipeline.io-v1.yml";

  @Test
  void lintsCleanly() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void bringsTheCrdOfThisSourceTree() throws IOException {
    String crd = Files.readString(Golden.root().resolve("crds").resolve(CRD));

    Golden.assertSame(Chart.FOLDER.resolve("crds").resolve(CRD), crd, "make golden");
  }

  static Stream<Map<String, Object>> matrix() {
    return Stream.of(
        Map.of(),
        Map.of("watchNamespaces[0]", "shop", "watchNamespaces[1]", "lab"),
        Map.of("watchNamespaces[0]", "monitoring", "rbac.aggregate", "false"),
        Map.of(
            "rbac.create", "false", "serviceAccount.create", "false", "serviceAccount.name", "x"),
        Map.of("metrics.serviceMonitor.enabled", "true", "replicas", "2"),
        Map.of("metrics.service", "false", "leaderElection", "false", "logLevel", "debug"),
        Map.of("smoke.pipeline", "shop", "smoke.grafana.url", "http://grafana.monitoring"),
        Map.of("image.registry", "mirror.example:5000/cdc", "consumerImage.tag", "1.2.3"),
        Map.of("imagePullSecrets[0].name", "mirror", "monitorLabels.release", "kps"),
        Map.of("javaOptions", "-Xmx200m", "nodeSelector.disk", "ssd", "priorityClassName", "high"),
        Map.of(
            "nameOverride", "a-name-that-is-much-longer-than-is-good", "podLabels.team", "data"));
  }

  /** Two teams with a namespace each, and the same release name. */
  @ParameterizedTest
  @MethodSource("matrix")
  void releasesOfOneNameInTwoNamespacesHaveNoObjectInCommon(Map<String, Object> values) {
    assertThat(identities("team-a", values))
        .doesNotContainAnyElementsOf(identities("team-b", values));
  }

  private static List<String> identities(String namespace, Map<String, Object> values) {
    return Chart.objects(namespace, values).stream()
        .map(
            o ->
                o.getKind()
                    + " "
                    + o.getMetadata().getNamespace()
                    + "/"
                    + o.getMetadata().getName())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void everyObjectIsNamedLabelledAndPlaced(Map<String, Object> values) {
    assertThat(Chart.objects(values))
        .isNotEmpty()
        .allSatisfy(
            o -> {
              int longest = o.getApiVersion().startsWith("rbac.") ? 253 : 63;
              assertThat(o.getMetadata().getName()).hasSizeLessThanOrEqualTo(longest);
              assertThat(o.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/part-of", "cdc-pipeline")
                  .containsEntry("app.kubernetes.io/managed-by", "Helm");
            })
        .extracting(o -> o.getKind() + o.getMetadata().getNamespace() + o.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @Test
  void onlyPrometheusReachesTheOperator() {
    var values = Map.<String, Object>of("prometheusNamespace", "metrics");
    var policy = Chart.one(NetworkPolicy.class, values).getSpec();
    var labels = Chart.one(Deployment.class, values).getSpec().getTemplate().getMetadata();

    assertThat(labels.getLabels()).containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
    assertThat(policy.getPolicyTypes()).containsExactly("Ingress");
    assertThat(policy.getIngress()).hasSize(1);
    assertThat(policy.getIngress().get(0).getFrom().get(0).getNamespaceSelector().getMatchLabels())
        .containsExactly(Map.entry("kubernetes.io/metadata.name", "metrics"));
    assertThat(Chart.objects(Map.of("networkPolicy.enabled", "false")))
        .noneMatch(NetworkPolicy.class::isInstance);
  }

  private static Map<String, String> environment(Map<String, Object> values) {
    PodSpec pod = Chart.one(Deployment.class, values).getSpec().getTemplate().getSpec();
    return pod.getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  @Test
  void alertsLinkToTheRunbookOfTheValues() {
    var runbook = "https://wiki.example.com/alerts";

    assertThat(environment(Map.of("runbookUrl", runbook))).containsEntry("RUNBOOK_URL", runbook);
    assertThat(environment(Map.of())).doesNotContainKey("RUNBOOK_URL");
    assertThatThrownBy(() -> Chart.objects(Map.of("runbookUrl", "wiki")))
        .hasMessageContaining("runbookUrl");
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void theOperatorPodIsRestricted(Map<String, Object> values) {
    PodSpec pod = Chart.one(Deployment.class, values).getSpec().getTemplate().getSpec();
    Container operator = pod.getContainers().get(0);

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(operator.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(operator.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(operator.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(operator.getResources().getLimits()).containsKey("memory");
    assertThat(operator.getStartupProbe()).isNotNull();
    assertThat(operator.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/livez");
    assertThat(operator.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void networkPoliciesOfPipelinesSelectTheOperatorPod(Map<String, Object> values) {
    var pod = Chart.one(Deployment.class, values).getSpec().getTemplate().getMetadata();

    assertThat(pod.getLabels()).containsEntry("app.kubernetes.io/name", Labels.OPERATOR);
  }

  @Test
  void valuesReachTheContainer() {
    Map<String, Object> values =
        Map.of(
            "image.registry",
            "mirror.example:5000/cdc",
            "image.digest",
            "sha256:" + "0123456789abcdef".repeat(4),
            "consumerImage.tag",
            "1.2.3",
            "watchNamespaces[0]",
            "shop",
            "watchNamespaces[1]",
            "lab",
            "javaOptions",
            "-Xmx200m");
    Container operator =
        Chart.one(Deployment.class, values)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0);

    assertThat(operator.getImage())
        .startsWith("mirror.example:5000/cdc/cdc-pipeline-operator@sha256:0123");
    assertThat(operator.getEnv())
        .extracting(EnvVar::getName, EnvVar::getValue)
        .contains(
            org.assertj.core.groups.Tuple.tuple("WATCH_NAMESPACES", "shop,lab"),
            org.assertj.core.groups.Tuple.tuple("LEADER_ELECTION", "true"),
            org.assertj.core.groups.Tuple.tuple(
                "CONSUMER_IMAGE", "ghcr.io/cdcpipeline/cdc-pipeline-consumer:1.2.3"),
            org.assertj.core.groups.Tuple.tuple("JDK_JAVA_OPTIONS", "-Xmx200m"));
  }

  @Test
  void theServiceMonitorSelectsTheService() {
    Map<String, Object> values =
        Map.of(
            "metrics.serviceMonitor.enabled",
            "true",
            "monitorLabels.release",
            "kps",
            "metrics.serviceMonitor.labels.team",
            "data");
    Service service = Chart.one(Service.class, values);
    HasMetadata monitor =
        Chart.objects(values).stream()
            .filter(o -> o.getKind().equals("ServiceMonitor"))
            .findFirst()
            .orElseThrow();

    assertThat(monitor.getMetadata().getLabels())
        .contains(Map.entry("release", "kps"), Map.entry("team", "data"));
    assertThat(service.getMetadata().getLabels())
        .containsAllEntriesOf(service.getSpec().getSelector());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(Map.of("imag.tag", "1"), "imag"),
        Arguments.of(Map.of("image.tag", "latest"), "/image/tag"),
        Arguments.of(Map.of("logLevel", "loud"), "/logLevel"),
        Arguments.of(Map.of("replicas", "2", "leaderElection", "false"), "/leaderElection"),
        Arguments.of(Map.of("watchNamespaces[0]", "Shop"), "/watchNamespaces"),
        Arguments.of(Map.of("podDisruptionBudget.maxUnavailable", "0"), "/podDisruptionBudget"),
        Arguments.of(Map.of("serviceAccount.create", "false"), "serviceAccount.name is needed"),
        Arguments.of(
            Map.of("metrics.service", "false", "metrics.serviceMonitor.enabled", "true"),
            "needs metrics.service"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidValuesAreRejectedByName(Map<String, Object> values, String said) {
    assertThatThrownBy(() -> Chart.text(values)).hasMessageContaining(said);
  }

  /** Without the monitor that feeds it, it would be empty. */
  @Test
  void theDashboardComesWithTheServiceMonitor() {
    var monitor = "metrics.serviceMonitor.enabled";

    assertThat(Chart.objects(Map.of())).noneMatch(ConfigMap.class::isInstance);
    assertThat(Chart.one(ConfigMap.class, Map.of(monitor, "true")).getData())
        .containsOnlyKeys("cdc-operator.json");
    assertThat(Chart.objects(Map.of(monitor, "true", "metrics.dashboard.enabled", "false")))
        .noneMatch(ConfigMap.class::isInstance);
  }

  @Test
  void objectsAreInAFixedOrder() {
    List<String> once = Chart.objects(Map.of()).stream().map(HasMetadata::getKind).toList();

    assertThat(once).isEqualTo(Chart.objects(Map.of()).stream().map(HasMetadata::getKind).toList());
    assertThat(once).doesNotContain("ServiceMonitor");
  }
}
