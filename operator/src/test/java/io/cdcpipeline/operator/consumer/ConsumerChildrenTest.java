package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ReplayFrom;
import io.cdcpipeline.operator.api.ReplaySpec;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumerChildrenTest {
  private static final String IMAGE = "cdc-pipeline-consumer:0.1.0";
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");
  private static final Map<String, String> CHECKSUMS =
      Map.of(
          ConsumerDeployment.SETTINGS,
          "0123456789abcdef",
          ConsumerDeployment.CREDENTIALS,
          "fedcba9876543210");

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyChild(GoldenCase golden) {
    var pipeline = golden.pipeline();
    var names = ResourceNames.of(pipeline);
    golden.assertChild(ConsumerConfigMap.desired(names, pipeline.getSpec()), getClass());
    golden.assertChild(
        PodServiceAccount.desired(
            names,
            names.consumer(),
            ComponentName.CONSUMER,
            pipeline.getSpec().consumer().template()),
        getClass());
    golden.assertChild(ConsumerService.desired(names), getClass());
    golden.assertChild(ConsumerDisruptionBudget.desired(names), getClass());
    golden.assertChild(ConsumerNetworkPolicy.desired(names), getClass());
    golden.assertChild(
        ReplayJob.desired(pipeline, IMAGE, plan(pipeline), Optional.empty()), getClass());
    golden.assertChild(ConsumerDeployment.desired(pipeline, IMAGE, CHECKSUMS), getClass());
  }

  private static ReplayPlan plan(CdcPipeline pipeline) {
    var spec = pipeline.getSpec().replay();
    var earliest = new ReplaySpec(1L, new ReplayFrom(null, true), null, null);
    return ReplayPlan.of(spec == null ? earliest : spec, NOW.minus(Duration.ofDays(1)), NOW);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "99, 0", "100, 100", "1234, 1200", "98765, 98000", "1000000, 1000000"})
  void lagIsRoundedToTwoDigits(long lag, long shown) {
    assertThat(ConsumerLag.rounded(lag)).isEqualTo(shown);
  }
}
