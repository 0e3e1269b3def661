package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kafka.KafkaAccess;
import java.util.Map;

/**
 * Which series in Prometheus are a pipeline's: our monitors put the label pipeline on everything
 * they scrape, while of existing systems only the names that are the pipeline's own are known.
 */
final class Series {
  private Series() {}

  /** Values for the places of rules and dashboards. */
  static Map<String, String> places(CdcPipeline pipeline) {
    var names = Names.of(pipeline);
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
        "topic", KafkaAccess.topic(pipeline));
  }
}
