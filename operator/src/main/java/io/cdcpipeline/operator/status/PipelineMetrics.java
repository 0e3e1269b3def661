package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gauges of every pipeline: {@code cdc_operator_pipeline_condition} is 1 while a condition is True,
 * {@code cdc_operator_changefeed_lag_seconds} is the age of the checkpoint, {@code
 * cdc_operator_changefeed_resumable_until_seconds} is when a stopped one can no longer resume, and
 * {@code cdc_operator_hop_lag_seconds} is how far each hop is behind the database. What {@code
 * status.audit} says is in {@code cdc_operator_audit_*}.
 */
public final class PipelineMetrics {
  private final Map<ResourceNames, PipelineGauges> pipelines = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  public PipelineMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows a pipeline's status; costs the same however many pipelines there are. */
  public void update(ResourceNames pipeline, CdcPipelineStatus status) {
    pipelines.computeIfAbsent(pipeline, p -> new PipelineGauges(registry, p)).show(status);
  }

  void forget(ResourceNames pipeline) {
    var gone = pipelines.remove(pipeline);
    if (gone != null) {
      gone.remove();
    }
  }
}
