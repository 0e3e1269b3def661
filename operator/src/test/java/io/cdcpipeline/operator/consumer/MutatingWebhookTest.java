package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mutating webhook replaces the registry of every image, as those of mirrors do. */
class MutatingWebhookTest {
  private static final String MIRRORED = "mirror.example/consumer:1";
  private final OperatorFixture operator = ConsumerFixture.operator();

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void isAcceptedAfterOneAttemptUntilSomethingElseChanges() {
    operator.api().mutate("Deployment", MutatingWebhookTest::mirror);
    operator.apply(ConsumerFixture.PIPELINE);
    await().until(() -> deployment() != null);
    rollOut(0); // its first change shows what the webhook made of it
    await().until(() -> writesOfOperator().size() == 2);
    ConsumerFixture.settle(operator);
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
