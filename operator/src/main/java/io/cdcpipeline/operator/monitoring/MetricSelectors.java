package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;

/**
 * Which series in Prometheus are a pipeline's: our monitors put the label pipeline on everything
 * they scrape, while of existing systems only the names that are the pipeline's own are known.
 */
final class MetricSelectors {
  private MetricSelectors() {}

  /** Values for the places of rules and dashboards. */
  static Map<String, String> places(CdcPipeline pipeline) {
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
