package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;

/**
 * Label selectors for a pipeline's metrics: our monitors put the label pipeline on everything they
 * scrape, while metrics of existing systems are found by the pipeline's names in them.
 */
final class MetricSelectors {
  private MetricSelectors() {}

  /** Values for the placeholders in rules and dashboards. */
  static Map<String, String> placeholders(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var spec = pipeline.getSpec();
    var ours = "namespace=\"%s\",pipeline=\"%s\"".formatted(names.namespace(), names.pipeline());
    var changefeed = "changefeed=\"" + names.changefeedId() + "\"";
    return Map.of(
        "namespace", names.namespace(),
        "name", names.pipeline(),
        "pipeline", ours,
        "ticdc", spec.database().existing() == null ? ours + "," + changefeed : changefeed,
        "kafka", spec.kafka().existing() == null ? ours + "," : "",
        "group", names.consumerGroup(),
        "topic", KafkaEndpoint.topic(pipeline));
  }
}
