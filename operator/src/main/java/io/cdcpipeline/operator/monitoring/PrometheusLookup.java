package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out whether a Prometheus of the platform's namespace selects what a pipeline offers. Asks
 * once a minute for all pipelines together.
 */
final class PrometheusLookup {
  private static final List<ResourceKind> KINDS =
      List.of(
          new ResourceKind("monitoring.coreos.com/v1", "Prometheus", RequiredOperator.PROMETHEUS),
          new ResourceKind(
              "monitoring.coreos.com/v1alpha1", "PrometheusAgent", RequiredOperator.PROMETHEUS));
  private static final Duration FRESH_FOR = Duration.ofMinutes(1);

  private Known known = new Known(Instant.MIN, List.of());

  private record Known(Instant until, List<PrometheusSelectors> all) {}

  /**
   * What to change, if there is a Prometheus and none selects a kind of the pipeline's. Without
   * any, something else may read the monitors; without the right to list them, nothing is known.
   */
  Optional<String> complaint(StageContext context) {
    var all = all(context);
    return all.isEmpty() ? Optional.empty() : complaint(all, context.pipeline());
  }

  static Optional<String> complaint(List<PrometheusSelectors> all, CdcPipeline pipeline) {
    var namespace = pipeline.getMetadata().getNamespace();
    var labels = SelectorLabels.of(pipeline);
    return kinds(pipeline.getSpec())
        .filter(kind -> all.stream().noneMatch(p -> p.selects(kind, namespace, labels)))
        .findFirst()
        .map(kind -> complaint(all, kind));
  }

  private static Stream<String> kinds(CdcPipelineSpec spec) {
    boolean pods = spec.database().existing() == null || spec.kafka().existing() == null;
    return Stream.of(
            "ServiceMonitor",
            pods ? "PodMonitor" : null,
            spec.monitoring().alerts() ? "PrometheusRule" : null)
        .filter(Objects::nonNull);
  }

  private static String complaint(List<PrometheusSelectors> all, String kind) {
    var selectors =
        all.stream().map(p -> p.describe(kind)).sorted().collect(Collectors.joining("; "));
    return "no Prometheus selects the %ss of this pipeline: %s; set spec.monitoring.labels, or for"
            .formatted(kind, selectors)
        + " all pipelines the chart value monitorLabels, to labels that one selects";
  }

  private synchronized List<PrometheusSelectors> all(StageContext context) {
    var now = context.clock().instant();
    if (!now.isBefore(known.until())) {
      known = new Known(now.plus(FRESH_FOR), read(context));
    }
    return known.all();
  }

  private static List<PrometheusSelectors> read(StageContext context) {
    var namespace = context.namespaceReader().in(context.platform().prometheus());
    var found = new ArrayList<PrometheusSelectors>();
    for (var kind : KINDS) {
      try {
        if (context.children().isKindAvailable(kind)) {
          namespace.list(kind).stream().map(PrometheusSelectors::new).forEach(found::add);
        }
      } catch (KubernetesClientException e) {
        return List.of();
      }
    }
    return found;
  }
}
