package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A template rolls the consumers once, and one that is refused does not touch them. */
class TemplateRolloutTest {
  private final OperatorFixture operator = ConsumerFixture.operator();

  @BeforeEach
  void start() {
    operator.apply(ConsumerFixture.PIPELINE);
    await().until(() -> deployment() != null);
    ConsumerFixture.settle(operator);
    operator.api().requests().clear();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aTemplateRollsTheConsumersOnceAndItsRemovalOnceMore() {
    var before = deployment();
    apply(
        "{pod: {priorityClassName: high, nodeSelector: {disk: ssd}}, container: {env: [{name: A},"
            + " {name: B, value: x}]}}");
    ConsumerFixture.settle(operator);

    assertThat(writes()).hasSize(1);
    assertThat(deployment().<String>get("spec", "template", "spec", "priorityClassName"))
        .isEqualTo("high");

    operator.apply(ConsumerFixture.PIPELINE);
    ConsumerFixture.settle(operator);

    assertThat(writes()).hasSize(1);
    assertThat(podSpec(deployment())).isEqualTo(podSpec(before));
  }

  @Test
  void theReconcilesOfAnUntouchedPipelineWriteNothing() {
    ConsumerFixture.settle(operator);

    assertThat(writes()).isEmpty();
  }

  @Test
  void aRefusedTemplateNamesItsFieldAndLeavesTheConsumers() {
    var before = podSpec(deployment());
    apply("{container: {env: [{name: KAFKA_TOPIC, value: other}]}}");
    ConsumerFixture.settle(operator);

    assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
        .isEqualTo(
            "InvalidSpec: spec.consumer.template.container.env[0].name: KAFKA_TOPIC belongs to the"
                + " operator: remove it");
    assertThat(writes()).isEmpty();
    assertThat(podSpec(deployment())).isEqualTo(before);

    apply("{container: {env: [{name: OTHER, value: other}]}}");
    ConsumerFixture.settle(operator);

    assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
        .doesNotContain("Invalid");
    assertThat(writes()).hasSize(1);
  }

  private void apply(String template) {
    operator.apply(ConsumerFixture.PIPELINE + "  consumer: {template: " + template + "}\n");
  }

  private GenericKubernetesResource deployment() {
    return operator.child("apps/v1", "Deployment", "shop", "shop-consumer");
  }

  private static Map<String, Object> podSpec(GenericKubernetesResource deployment) {
    return deployment.get("spec", "template", "spec");
  }

  /** Of the Deployment, since the last call. */
  private List<RequestLog.Entry> writes() {
    var writes =
        operator
            .api()
            .requests()
            .entries(entry -> entry.resource().equals("deployments") && entry.isWrite());
    operator.api().requests().clear();
    return List.copyOf(writes);
  }
}
