package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Gauges of every pipeline: {@code cdc_operator_pipeline_condition} is 1 while a condition is True,
 * {@code cdc_operator_changefeed_lag_seconds} is the age of the checkpoint, {@code
 * cdc_operator_changefeed_resumable_until_seconds} is when a stopped one can no longer resume, and
 * {@code cdc_operator_hop_lag_seconds} is how far each hop is behind the database. What {@code
 * status.audit} says is in {@code cdc_operator_audit_*}.
 */
public final class PipelineMetrics {
  private final Map<ResourceNames, CdcPipelineStatus> statuses = new ConcurrentHashMap<>();
  private final MultiGauge conditions;
  private final MultiGauge lags;
  private final MultiGauge resumableUntil;
  private final MultiGauge hops;
  private final MultiGauge missing;
  private final MultiGauge surplus;
  private final MultiGauge unverified;
  private final MultiGauge verifiedUntil;

  public PipelineMetrics(MeterRegistry registry) {
    conditions =
        MultiGauge.builder("cdc.operator.pipeline.condition")
            .description("1 while the condition is True, else 0")
            .register(registry);
    lags =
        MultiGauge.builder("cdc.operator.changefeed.lag")
            .baseUnit("seconds")
            .description("Age of the changefeed's checkpoint")
            .register(registry);
    resumableUntil =
        MultiGauge.builder("cdc.operator.changefeed.resumable.until")
            .baseUnit("seconds")
            .description("Time until which a stopped changefeed can resume without loss")
            .register(registry);
    hops =
        MultiGauge.builder("cdc.operator.hop.lag")
            .baseUnit("seconds")
            .description("How far everything up to the hop is behind the database")
            .register(registry);
    missing =
        MultiGauge.builder("cdc.operator.audit.missing.events")
            .description("Row changes that the consumers counted and Elasticsearch does not have")
            .register(registry);
    surplus =
        MultiGauge.builder("cdc.operator.audit.surplus.events")
            .description("Documents of row changes beyond those that the consumers counted")
            .register(registry);
    unverified =
        MultiGauge.builder("cdc.operator.audit.unverified.windows")
            .description("Windows of the last day whose changes cannot be counted exactly")
            .register(registry);
    verifiedUntil =
        MultiGauge.builder("cdc.operator.audit.verified.until.timestamp")
            .baseUnit("seconds")
            .description("Commit time up to which no counted change is missing")
            .register(registry);
  }

  public void update(ResourceNames pipeline, CdcPipelineStatus status) {
    if (!status.equals(statuses.put(pipeline, status))) {
      register();
    }
  }

  void forget(ResourceNames pipeline) {
    statuses.remove(pipeline);
    register();
  }

  private synchronized void register() {
    conditions.register(
        statuses.entrySet().stream()
            .flatMap(
                s ->
                    s.getValue().conditions().stream()
                        .map(
                            c ->
                                MultiGauge.Row.of(
                                    tags(s.getKey()).and("type", c.type()),
                                    "True".equals(c.status()) ? 1 : 0)))
            .toList(),
        true);
    section(lags, CdcPipelineStatus::changefeed, ChangefeedStatus::lagSeconds);
    section(
        resumableUntil,
        CdcPipelineStatus::changefeed,
        changefeed -> seconds(changefeed.resumableUntil()));
    hops.register(
        statuses.entrySet().stream()
            .filter(s -> s.getValue().hops() != null)
            .flatMap(s -> s.getValue().hops().stream().flatMap(hop -> row(s.getKey(), hop)))
            .toList(),
        true);
    section(missing, CdcPipelineStatus::audit, AuditStatus::missing);
    section(surplus, CdcPipelineStatus::audit, AuditStatus::surplus);
    section(unverified, CdcPipelineStatus::audit, AuditStatus::unverified);
    section(verifiedUntil, CdcPipelineStatus::audit, audit -> seconds(audit.verifiedUntil()));
  }

  private <T> void section(
      MultiGauge gauge, Function<CdcPipelineStatus, T> section, Function<T, Long> value) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    statuses.forEach(
        (pipeline, status) ->
            Optional.ofNullable(section.apply(status))
                .map(value)
                .ifPresent(number -> rows.add(MultiGauge.Row.of(tags(pipeline), number))));
    gauge.register(rows, true);
  }

  private static Long seconds(String timestamp) {
    return timestamp == null ? null : Long.valueOf(Instant.parse(timestamp).getEpochSecond());
  }

  private static Stream<MultiGauge.Row<Number>> row(ResourceNames pipeline, HopStatus hop) {
    return Stream.ofNullable(hop.lagSeconds())
        .map(lag -> MultiGauge.Row.of(tags(pipeline).and("hop", hop.name()), lag));
  }

  private static Tags tags(ResourceNames pipeline) {
    return Tags.of("namespace", pipeline.namespace(), "pipeline", pipeline.pipeline());
  }
}
