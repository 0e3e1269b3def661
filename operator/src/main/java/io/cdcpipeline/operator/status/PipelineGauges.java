package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gauges of one pipeline; one that its status has no number for is absent. */
final class PipelineGauges {
  private final MeterRegistry registry;
  private final Tags pipeline;
  private final MultiGauge conditions;
  private final MultiGauge lag;
  private final MultiGauge resumableUntil;
  private final MultiGauge hops;
  private final MultiGauge missing;
  private final MultiGauge surplus;
  private final MultiGauge unverified;
  private final MultiGauge verifiedUntil;
  private CdcPipelineStatus shown;

  PipelineGauges(MeterRegistry registry, ResourceNames names) {
    this.registry = registry;
    pipeline = Tags.of("namespace", names.namespace(), "pipeline", names.pipeline());
    conditions = gauge("pipeline.condition", null, "1 while the condition is True, else 0");
    lag = gauge("changefeed.lag", "seconds", "Age of the changefeed's checkpoint");
    resumableUntil =
        gauge(
            "changefeed.resumable.until",
            "seconds",
            "Time until which a stopped changefeed can resume without loss");
    hops = gauge("hop.lag", "seconds", "How far everything up to the hop is behind the database");
    missing =
        gauge(
            "audit.missing.events",
            null,
            "Row changes that the consumers counted and Elasticsearch does not have");
    surplus =
        gauge(
            "audit.surplus.events",
            null,
            "Documents of row changes beyond those that the consumers counted");
    unverified =
        gauge(
            "audit.unverified.windows",
            null,
            "Windows of the last day whose changes cannot be counted exactly");
    verifiedUntil =
        gauge(
            "audit.verified.until.timestamp",
            "seconds",
            "Commit time up to which no counted change is missing");
  }

  private MultiGauge gauge(String name, String unit, String meaning) {
    return MultiGauge.builder("cdc.operator." + name)
        .tags(pipeline)
        .baseUnit(unit)
        .description(meaning)
        .register(registry);
  }

  synchronized void show(CdcPipelineStatus status) {
    if (status.equals(shown)) {
      return;
    }
    shown = status;
    conditions.register(
        status.conditions().stream()
            .map(c -> Row.of(Tags.of("type", c.type()), "True".equals(c.status()) ? 1 : 0))
            .toList(),
        true);
    hops.register(
        Stream.ofNullable(status.hops())
            .flatMap(List::stream)
            .filter(hop -> hop.lagSeconds() != null)
            .map(hop -> Row.of(Tags.of("hop", hop.name()), hop.lagSeconds()))
            .toList(),
        true);
    var changefeed = status.changefeed();
    number(lag, changefeed, ChangefeedStatus::lagSeconds);
    number(resumableUntil, changefeed, feed -> seconds(feed.resumableUntil()));
    var audit = status.audit();
    number(missing, audit, AuditStatus::missing);
    number(surplus, audit, AuditStatus::surplus);
    number(unverified, audit, AuditStatus::unverified);
    number(verifiedUntil, audit, found -> seconds(found.verifiedUntil()));
  }

  synchronized void remove() {
    for (var gauge :
        List.of(
            conditions, lag, resumableUntil, hops, missing, surplus, unverified, verifiedUntil)) {
      gauge.register(List.of());
    }
  }

  private static <T> void number(MultiGauge gauge, T section, Function<T, Long> value) {
    gauge.register(
        Stream.ofNullable(section)
            .map(value)
            .flatMap(Stream::ofNullable)
            .map(number -> Row.of(Tags.empty(), number))
            .toList(),
        true);
  }

  private static Long seconds(String timestamp) {
    return timestamp == null ? null : Long.valueOf(Instant.parse(timestamp).getEpochSecond());
  }
}
