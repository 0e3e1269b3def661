package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The alert rules of one pipeline. Each has the pipeline as labels, whatever labels its series
 * have: Alertmanager takes alerts with equal labels for one, so that the recovery of one pipeline
 * would resolve the alert of another.
 */
final class AlertRulesManifest {
  static final ResourceKind KIND =
      new ResourceKind("monitoring.coreos.com/v1", "PrometheusRule", RequiredOperator.PROMETHEUS);

  /** Parsed once: as YAML they are the longest of all. */
  private static final List<JsonNode> RULES =
      Stream.of("pipeline", "changefeed", "kafka", "consumer", "search")
          .map(file -> TextTemplate.load(AlertRulesManifest.class, "rules/" + file + ".yaml"))
          .map(AlertRulesManifest::parse)
          .toList();

  private AlertRulesManifest() {}

  /**
   * The rules of a pipeline.
   *
   * @param runbookUrl of a page with a section for each alert, whose anchor is the alert's name in
   *     lower case
   */
  static GenericKubernetesResource desired(CdcPipeline pipeline, String runbookUrl) {
    var names = ResourceNames.of(pipeline);
    ObjectNode base = Json.JSON.createObjectNode();
    base.put("apiVersion", KIND.apiVersion()).put("kind", KIND.kind());
    var group = base.withObject("/spec").putArray("groups").addObject();
    group.put("name", "cdc-%s-%s".formatted(names.namespace(), names.pipeline()));
    group.put("interval", "30s").set("rules", rules(pipeline, runbookUrl));
    return SelectorLabels.named(ManifestTemplate.of(base), names.pipeline(), pipeline).build();
  }

  private static ArrayNode rules(CdcPipeline pipeline, String runbookUrl) {
    var names = ResourceNames.of(pipeline);
    var placeholders = AlertPlaceholders.of(pipeline);
    var omitted = OmittedAlerts.of(pipeline.getSpec());
    var rules = Json.JSON.createArrayNode();
    for (var file : RULES) {
      for (var template : file) {
        var alert = template.get("alert").asText();
        if (!omitted.contains(alert)) {
          var rule = TextTemplate.fillAll(template, placeholders);
          ((ObjectNode) rule.get("labels"))
              .put("namespace", names.namespace())
              .put("pipeline", names.pipeline());
          ((ObjectNode) rule.get("annotations"))
              .put("runbook_url", runbookUrl + "#" + alert.toLowerCase(Locale.ROOT));
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  private static JsonNode parse(TextTemplate yaml) {
    try {
      return Json.YAML.readTree(yaml.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
