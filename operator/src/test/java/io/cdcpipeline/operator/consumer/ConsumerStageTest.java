package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator. */
class ConsumerStageTest {
  private final OperatorFixture operator =
      new OperatorFixture(
          new ManualClock(Instant.now()),
          List.of(),
          new KafkaIsReady(),
          new ConsumerStage(
              "consumer:1",
              (client, group, topic) -> List.of(new ConsumerProgress.Partition(4200, "")),
              (client, topic) -> List.of()));

  private static volatile boolean accepts = true;

  private record KafkaIsReady() implements Stage {
    @Override
    public ConditionType type() {
      return ConditionType.KAFKA;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      var kafka = KafkaEndpoint.forConsumer(context.pipeline());
      var credentials = Credentials.of(context, kafka.login(), kafka.secrets());
      if (accepts) {
        credentials.accept();
      }
      return StageStatus.ready("brokers are ready");
    }
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** Pods read a password only at their start. */
  @Test
  void podsAreReplacedWhenKafkaAcceptsANewPasswordAndNotBefore() {
    operator.namespace("shop");
    password("old");
    operator.apply(ConsumerFixture.PIPELINE.replace("\"}}", "\", credentialsSecret: login}}"));
    await().until(() -> credentials() != null);
    var before = credentials();
    accepts = false;

    password("new");
    operator.nudge("shop", "shop");
    assertThat(credentials()).isEqualTo(before);

    accepts = true;
    operator.nudge("shop", "shop");
    await().until(() -> !credentials().equals(before));
  }

  private void password(String password) {
    operator
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("login")
                .endMetadata()
                .withStringData(Map.of("username", "me", "password", password))
                .build())
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private String credentials() {
    var deployment =
        operator.client().apps().deployments().inNamespace("shop").withName("shop-consumer").get();
    return deployment == null
        ? null
        : deployment
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations()
            .get(ConsumerDeployment.CREDENTIALS);
  }

  @Test
  void failuresOfPodsAreReported() {
    operator.apply(ConsumerFixture.PIPELINE);
    var pods = Map.of("app.kubernetes.io/name", "cdc-pipeline-consumer");
    var labels = new HashMap<>(pods);
    labels.put("app.kubernetes.io/instance", "shop");
    labels.put("app.kubernetes.io/component", "consumer");
    operator.pod("shop", "shop-consumer-1", labels, PodFailures.CRASHING);

    await()
        .untilAsserted(
            () ->
                assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
                    .isEqualTo(
                        "ChildFailed: 0 of 1 consumers ready; pod shop-consumer-1:"
                            + " CrashLoopBackOff, back-off 10s (last exit code 78; see kubectl"
                            + " logs)"));
  }

  @Test
  void theLagIsKeptWhileARestartedOperatorQueriesIt() {
    operator.apply(ConsumerFixture.PIPELINE);
    await().until(() -> Long.valueOf(4200).equals(lag()));
    var answered = new CountDownLatch(1);

    operator.restart(
        new KafkaIsReady(),
        new ConsumerStage(
            "consumer:1",
            (client, group, topic) -> {
              await().until(() -> answered.getCount() == 0);
              return List.of(new ConsumerProgress.Partition(4200, ""));
            },
            (client, topic) -> List.of()));
    operator.nudge("shop", "shop");
    answered.countDown();
    operator.nudge("shop", "shop");

    assertThat(lag()).isEqualTo(4200);
    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
  }

  @Test
  void tooLittleMemoryIsRefusedBeforeItCanStopTheRunningConsumers() {
    operator.apply(ConsumerFixture.PIPELINE);
    await().until(() -> lag() != null);
    var before = deployment();

    operator.apply(
        ConsumerFixture.PIPELINE.replace("]}", "], maxMessageBytes: 16777216}")
            + "  consumer: {replicas: 2, resources: {limits: {memory: 256Mi}}}\n");

    await()
        .untilAsserted(
            () ->
                assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
                    .startsWith(
                        "InsufficientMemory: spec.consumer.resources.limits.memory is 256Mi")
                    .contains("need 350Mi"));
    assertThat(deployment()).isEqualTo(before);
    assertThat(lag()).isEqualTo(4200);
  }

  private Object deployment() {
    return operator.child("apps/v1", "Deployment", "shop", "shop-consumer").get("spec");
  }

  private Long lag() {
    var status = operator.pipeline("shop", "shop").getStatus();
    return status == null || status.consumer() == null ? null : status.consumer().lag();
  }
}
