package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mutating webhook replaces the registry of every image, as those of mirrors do. */
class MutatingWebhookTest {
  private static final String MIRRORED = "mirror.example/consumer:1";
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

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void isAcceptedAfterOneAttemptUntilSomethingElseChanges() {
    operator.api().mutate("Deployment", MutatingWebhookTest::mirror);
    operator.apply(PIPELINE);
    await().until(() -> deployment() != null);
    for (int i = 0; i < 3; i++) {
      operator.nudge("shop", "shop");
    }
    operator.api().requests().clear();

    for (int ready = 1; ready <= 3; ready++) {
      rollOut(ready);
      operator.nudge("shop", "shop");
    }
    assertThat(writesOfOperator()).isEmpty();
    assertThat(image()).isEqualTo(MIRRORED);

    operator
        .client()
        .resource(deployment())
        .edit(
            edited -> {
              edited.getSpec().setReplicas(7);
              return edited;
            });
    await().until(() -> deployment().getSpec().getReplicas() == 1);
  }

  private static void mirror(ObjectNode deployment) {
    var container = deployment.at("/spec/template/spec/containers/0");
    ((ObjectNode) container).put("image", MIRRORED);
  }

  private void rollOut(int ready) {
    var deployment = deployment();
    deployment.setStatus(new DeploymentStatusBuilder().withReadyReplicas(ready).build());
    operator.client().resource(deployment).updateStatus();
  }

  private List<RequestLog.Entry> writesOfOperator() {
    return operator
        .api()
        .requests()
        .entries(
            entry ->
                entry.resource().equals("deployments")
                    && entry.isWrite()
                    && !entry.path().endsWith("/status"));
  }

  private String image() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private Deployment deployment() {
    return operator
        .client()
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("shop-consumer")
        .get();
  }
}
