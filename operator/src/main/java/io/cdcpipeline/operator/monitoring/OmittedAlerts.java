package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import java.util.HashSet;
import java.util.Set;

/** Alerts about what a pipeline does not have, or about what its user asked for. */
final class OmittedAlerts {
  private OmittedAlerts() {}

  static Set<String> of(CdcPipelineSpec spec) {
    var alerts = new HashSet<String>();
    if (spec.suspend()) {
      alerts.addAll(Set.of("CdcPipelineNotReady", "CdcChangefeedPaused", "CdcCheckpointLagHigh"));
    }
    if (spec.database().existing() != null) {
      alerts.add("TicdcNoOwner");
    }
    if (spec.kafka().existing() != null) {
      alerts.add("KafkaDiskLow");
    }
    if (spec.consumer().replicas() == 0) {
      alerts.addAll(
          Set.of(
              "CdcConsumerHopLate",
              "CdcConsumerLagHigh",
              "CdcConsumerStuck",
              "CdcPartitionStuck",
              "CdcConsumerNotScraped"));
    }
    if (spec.monitoring().thresholds().lagRecords() == null) {
      alerts.add("CdcConsumerLagHigh");
    }
    if (!spec.search().enabled()) {
      alerts.addAll(Set.of("CdcSearchHopLate", "CdcEventsMissing"));
    }
    if (!spec.search().enabled() || spec.search().managed() == null) {
      alerts.add("ElasticsearchDiskLow");
    }
    return alerts;
  }
}
