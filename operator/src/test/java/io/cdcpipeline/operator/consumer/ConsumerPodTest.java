package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.TemplateMatrix;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ReplayFrom;
import io.cdcpipeline.operator.api.ReplaySpec;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumerPodTest {
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  @Test
  void everySetting() {
    TemplateMatrix.assertSettings(
        "consumer",
        "consumer.template",
        pipeline -> ConsumerPod.RULES.problem(pipeline.getSpec().consumer().template()),
        ConsumerPodTest::children);
  }

  /** Another variable of the same name would replace ours. */
  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyVariableOfTheOperatorIsRefused(GoldenCase golden) {
    var own = golden.pipelineWith("{consumer: {template: null}}");
    for (var variable : variables(own).toList()) {
      var pipeline =
          golden.pipelineWith(
              "{consumer: {template: {container: {env: [{name: %s, value: x}]}}}}"
                  .formatted(variable));
      assertThat(ConsumerPod.RULES.problem(pipeline.getSpec().consumer().template()))
          .as(variable)
          .hasValueSatisfying(
              problem -> assertThat(problem).contains(variable, "template.container.env["));
    }
  }

  private static Stream<String> variables(CdcPipeline pipeline) {
    return Stream.concat(
            ConsumerEnvironment.of(pipeline).stream(),
            ConsumerEnvironment.ofReplay(pipeline, plan()).stream())
        .map(variable -> variable.get("name").toString());
  }

  private static List<GenericKubernetesResource> children(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return List.of(
        PodServiceAccount.desired(
            names,
            names.consumer(),
            ComponentName.CONSUMER,
            pipeline.getSpec().consumer().template()),
        ConsumerDeployment.desired(pipeline, "consumer:1", Map.of()),
        ReplayJob.desired(pipeline, "consumer:1", plan(), Optional.empty()));
  }

  private static ReplayPlan plan() {
    var earliest = new ReplaySpec(1L, new ReplayFrom(null, true), null, null);
    return ReplayPlan.of(earliest, NOW.minus(Duration.ofDays(1)), NOW);
  }
}
