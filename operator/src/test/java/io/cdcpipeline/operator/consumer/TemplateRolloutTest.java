package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A template rolls the consumers once, and one that is refused does not touch them. */
class TemplateRolloutTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
        kafka: {existing: {bootstrapServers: "k1:9092"}}
      """;

  private final OperatorFixture operator =
      new OperatorFixture(
          new ManualClock(Instant.now()),
          List.of(),
          StageStub.ready(ConditionType.KAFKA),
          new ConsumerStage(
              "consumer:1", (client, group, topic) -> List.of(), (client, topic) -> List.of()));

  @BeforeEach
  void start() {
    operator.apply(PIPELINE);
    await().until(() -> deployment() != null);
    settle();
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
    settle();

    assertThat(writes()).hasSize(1);
    assertThat(deployment().<String>get("spec", "template", "spec", "priorityClassName"))
        .isEqualTo("high");

    operator.apply(PIPELINE);
    settle();

    assertThat(writes()).hasSize(1);
    assertThat(podSpec(deployment())).isEqualTo(podSpec(before));
  }

  @Test
  void theReconcilesOfAnUntouchedPipelineWriteNothing() {
    settle();

    assertThat(writes()).isEmpty();
  }

  @Test
  void aRefusedTemplateNamesItsFieldAndLeavesTheConsumers() {
    var before = podSpec(deployment());
    apply("{container: {env: [{name: KAFKA_TOPIC, value: other}]}}");
    settle();

    assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
        .isEqualTo(
            "InvalidSpec: spec.consumer.template.container.env[0].name: KAFKA_TOPIC belongs to the"
                + " operator: remove it");
    assertThat(writes()).isEmpty();
    assertThat(podSpec(deployment())).isEqualTo(before);

    apply("{container: {env: [{name: OTHER, value: other}]}}");
    settle();

    assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
        .doesNotContain("Invalid");
    assertThat(writes()).hasSize(1);
  }

  private void apply(String template) {
    operator.apply(PIPELINE + "  consumer: {template: " + template + "}\n");
  }

  private void settle() {
    for (int i = 0; i < 3; i++) {
      operator.nudge("shop", "shop");
    }
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
