package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Values for the placeholders of the alert rules. */
final class AlertPlaceholders {
  private static final double PERCENT = 100.0;

  private AlertPlaceholders() {}

  static Map<String, String> of(CdcPipeline pipeline) {
    var values = new HashMap<>(MetricSelectors.placeholders(pipeline));
    var thresholds = pipeline.getSpec().monitoring().thresholds();
    values.put("lagSeconds", seconds(thresholds.lag()));
    values.put("hopLagSeconds", seconds(thresholds.hopLag()));
    values.put("resumeDeadlineSeconds", seconds(thresholds.resumeDeadline()));
    values.put("lagRecords", Objects.toString(thresholds.lagRecords(), "0"));
    values.put("diskFree", String.valueOf(thresholds.diskFreePercent() / PERCENT));
    var retention = Duration.ofMillis(DesiredTopic.events(pipeline).retentionMs());
    values.put("retentionSeconds", String.valueOf(retention.toSeconds()));
    values.put("changefeed", ResourceNames.of(pipeline).changefeedId());
    values.put("scaledToZero", scaledToZero(values));
    values.put("consumersRead", consumersRead(values));
    return values;
  }

  /** Whole seconds of a text such as 5m, whose form the CRD has checked. */
  private static String seconds(String duration) {
    return String.valueOf(Duration.parse("PT" + duration.toUpperCase(Locale.ROOT)).toSeconds());
  }

  private static String scaledToZero(Map<String, String> values) {
    return "max(kube_deployment_spec_replicas{namespace=\"%s\",deployment=\"%s-consumer\"}) == 0"
        .formatted(values.get("namespace"), values.get("name"));
  }

  /** By the consumers themselves, or by what the exporter sees them commit. */
  private static String consumersRead(Map<String, String> values) {
    return """
    (sum(increase(cdc_read_bytes_total{%s}[10m])) > 0 \
    or sum(delta(kafka_consumergroup_current_offset{%sconsumergroup="%s",topic="%s"}[10m])) > 0)\
    """
        .formatted(
            values.get("pipeline"), values.get("kafka"), values.get("group"), values.get("topic"));
  }
}
