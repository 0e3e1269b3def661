package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {
  private static final ResourceNames SHOP = new ResourceNames("shop", "shop");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics = new PipelineMetrics(registry);

  @Test
  void aStatusIsShown() {
    metrics.update(SHOP, status("True", 5L));

    assertThat(value("cdc.operator.pipeline.condition", SHOP)).isEqualTo(1);
    assertThat(value("cdc.operator.changefeed.lag", SHOP)).isEqualTo(5);
    assertThat(value("cdc.operator.hop.lag", SHOP)).isEqualTo(5);
    assertThat(value("cdc.operator.audit.missing.events", SHOP)).isEqualTo(3);

    metrics.update(SHOP, status("False", 6L));
    assertThat(value("cdc.operator.pipeline.condition", SHOP)).isZero();
    assertThat(value("cdc.operator.changefeed.lag", SHOP)).isEqualTo(6);
  }

  @Test
  void whatIsUnknownIsAbsent() {
    metrics.update(SHOP, status("True", 5L));
    metrics.update(SHOP, status("True", null));

    assertThat(registry.find("cdc.operator.changefeed.lag").gauges()).isEmpty();
    assertThat(registry.find("cdc.operator.hop.lag").gauges()).isEmpty();
    assertThat(registry.find("cdc.operator.pipeline.condition").gauges()).hasSize(1);
  }

  @Test
  void aPipelineThatIsGoneLeavesNothing() {
    var other = new ResourceNames("shop", "other");
    metrics.update(SHOP, status("True", 5L));
    metrics.update(other, status("True", 7L));
    metrics.forget(SHOP);

    assertThat(registry.getMeters())
        .isNotEmpty()
        .allSatisfy(meter -> assertThat(meter.getId().getTag("pipeline")).isEqualTo("other"));
  }

  /** With a thousand pipelines, it would be most of what creating them costs. */
  @Test
  void aChangeOfOnePipelineTouchesNoOther() {
    IntStream.range(0, 100)
        .forEach(i -> metrics.update(new ResourceNames("many", "p" + i), status("False", 1L)));
    metrics.update(SHOP, status("False", 1L));
    var touched = new ArrayList<Meter>();
    registry.config().onMeterAdded(touched::add).onMeterRemoved(touched::add);

    metrics.update(SHOP, status("True", 2L));

    assertThat(touched)
        .isNotEmpty()
        .allSatisfy(meter -> assertThat(meter.getId().getTag("namespace")).isEqualTo("shop"));
  }

  private double value(String gauge, ResourceNames pipeline) {
    return registry
        .get(gauge)
        .tags("namespace", pipeline.namespace(), "pipeline", pipeline.pipeline())
        .gauge()
        .value();
  }

  private static CdcPipelineStatus status(String ready, Long lag) {
    var condition = new Condition("Ready", ready, "Ready", "", "2026-01-01T00:00:00Z", 1L);
    return new CdcPipelineStatus(
        1L,
        Phase.RUNNING,
        List.of(condition),
        lag,
        List.of(new HopStatus("search", lag, null)),
        new AuditStatus("2026-01-01T00:00:00Z", 3L, 0L, 0L),
        new ChangefeedStatus("id", "normal", null, lag, null, null),
        null,
        null,
        null,
        null);
  }
}
