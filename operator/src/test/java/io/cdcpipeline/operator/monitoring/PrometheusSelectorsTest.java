package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusSelectorsTest {
  private static final Map<String, String> LABELS = Map.of("release", "kps", "team", "data");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serviceMonitorSelector: {matchLabels: {release: kps}} | true",
        "serviceMonitorSelector: {matchLabels: {release: other}} | false",
        "serviceMonitorSelector: {matchLabels: {release: kps, tier: a}} | false",
        "serviceMonitorSelector: {} | true",
        "ruleSelector: {} | false",
        "serviceMonitorSelector: {matchExpressions: [{key: team, operator: In, values: [data]}]} |"
            + " true",
        "serviceMonitorSelector: {matchExpressions: [{key: team, operator: NotIn, values: [data]}]}"
            + " | false",
        "serviceMonitorSelector: {matchExpressions: [{key: team, operator: Exists}]} | true",
        "serviceMonitorSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]} | false",
      })
  void labels(String spec, boolean selected) throws IOException {
    var prometheus = prometheus(spec + "\n  serviceMonitorNamespaceSelector: {}");

    assertThat(prometheus.selects("ServiceMonitor", "shop", LABELS)).isEqualTo(selected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "null | false",
        "{matchLabels: {kubernetes.io/metadata.name: shop}} | true",
        "{matchLabels: {kubernetes.io/metadata.name: other}} | false",
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [a]}]} |"
            + " false",
        "{matchLabels: {team: unknown}} | true",
      })
  void namespaces(String selector, boolean selected) throws IOException {
    var prometheus =
        prometheus("podMonitorSelector: {}\n  podMonitorNamespaceSelector: " + selector);

    assertThat(prometheus.selects("PodMonitor", "shop", LABELS)).isEqualTo(selected);
    assertThat(prometheus("podMonitorSelector: {}").selects("PodMonitor", "monitoring", LABELS))
        .as("its own namespace")
        .isTrue();
  }

  @Test
  void theComplaintNamesWhatEveryPrometheusSelectsBy() throws IOException {
    var all =
        List.of(
            prometheus("serviceMonitorSelector: {matchLabels: {release: stack}}"),
            prometheus("podMonitorSelector: {}"));

    assertThat(PrometheusLookup.complaint(all, GoldenCase.MINIMAL.pipeline()))
        .contains(
            "no Prometheus selects the ServiceMonitors of this pipeline: Prometheus monitoring/main"
                + " selects by {release: stack}; Prometheus monitoring/main selects none at all;"
                + " set spec.monitoring.labels, or for all pipelines the chart value monitorLabels,"
                + " to labels that one selects");
  }

  @Test
  void twoOfThemMayShareTheWork() throws IOException {
    var everywhere = "\n  %1$sSelector: {}\n  %1$sNamespaceSelector: {}";
    var monitors =
        prometheus(everywhere.formatted("serviceMonitor") + everywhere.formatted("podMonitor"));
    var rules = prometheus(everywhere.formatted("rule"));
    var pipeline = GoldenCase.MINIMAL.pipeline();

    assertThat(PrometheusLookup.complaint(List.of(monitors, rules), pipeline)).isEmpty();
    assertThat(PrometheusLookup.complaint(List.of(monitors), pipeline))
        .hasValueSatisfying(text -> assertThat(text).contains("PrometheusRules"));
  }

  private static PrometheusSelectors prometheus(String spec) throws IOException {
    return new PrometheusSelectors(
        Json.YAML.readValue(
            "kind: Prometheus\nmetadata: {name: main, namespace: monitoring}\nspec:\n  " + spec,
            GenericKubernetesResource.class));
  }
}
