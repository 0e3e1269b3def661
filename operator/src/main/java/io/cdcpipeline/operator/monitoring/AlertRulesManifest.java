package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The alert rules of one pipeline, each with the section of the documentation that says what to do.
 */
final class AlertRulesManifest {
  static final ResourceKind KIND =
      new ResourceKind("monitoring.coreos.com/v1", "PrometheusRule", RequiredOperator.PROMETHEUS);
  private static final TextTemplate BASE =
      TextTemplate.load(AlertRulesManifest.class, "rules.yaml");
  private static final String RUNBOOK = "docs/troubleshooting.md#";

  private AlertRulesManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var base = parse(BASE.fill(MetricSelectors.placeholders(pipeline)));
    var omitted = omitted(pipeline.getSpec());
    var rules = base.withObject("/spec/groups/0").withArray("rules").elements();
    while (rules.hasNext()) {
      var rule = (ObjectNode) rules.next();
      var alert = rule.get("alert").asText();
      if (omitted.contains(alert)) {
        rules.remove();
      } else {
        rule.withObject("/annotations").put("runbook", RUNBOOK + alert.toLowerCase(Locale.ROOT));
      }
    }
    return SelectorLabels.named(ManifestTemplate.of(base), names.pipeline(), pipeline).build();
  }

  /** Alerts about what this pipeline does not have, or about what its user asked for. */
  private static Set<String> omitted(CdcPipelineSpec spec) {
    var alerts = new HashSet<String>();
    if (spec.suspend()) {
      alerts.addAll(Set.of("CdcPipelineNotReady", "CdcChangefeedPaused", "CdcCheckpointLagHigh"));
    }
    if (spec.database().existing() != null) {
      alerts.add("TicdcNoOwner");
    }
    if (!spec.search().enabled() || spec.search().existing() != null) {
      alerts.add("ElasticsearchDiskLow");
    }
    return alerts;
  }

  private static ObjectNode parse(String yaml) {
    try {
      return (ObjectNode) Json.YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
