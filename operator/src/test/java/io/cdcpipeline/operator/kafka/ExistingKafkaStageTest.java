package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator with a Kafka of the user's. */
class ExistingKafkaStageTest {
  private final KafkaStageFixture scene = new KafkaStageFixture();
  private final OperatorFixture operator = scene.operator;

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void nothingIsCreatedForAnExistingKafka() {
    scene.differences = "topic x differs";
    operator.apply(KafkaStageFixture.EXISTING);

    scene.awaitCondition("TopicConfigDrift: topic x differs");
    assertThat(operator.child(KafkaStageFixture.API, "Kafka", "shop", "shop")).isNull();
    assertThat(operator.pipeline("shop", "shop").getStatus().endpoints().kafka())
        .isEqualTo("k1:9092");
  }

  @Test
  void aRefusalOfAnExistingKafkaIsReportedAndRetried() {
    scene.failure = new StageException(Reason.AuthenticationFailed, "k1:9092 rejects the password");
    operator.apply(KafkaStageFixture.EXISTING);
    scene.awaitCondition("AuthenticationFailed: k1:9092 rejects the password");

    scene.failure = null;
    scene.clock.advance(Duration.ofMinutes(1));

    scene.awaitCondition("Ready: topics are ready");
  }

  @Test
  void anOperatorRestartKeepsTheConditionOfAnExistingKafka() {
    operator.apply(KafkaStageFixture.EXISTING);
    scene.awaitCondition("Ready: topics are ready");
    var answered = new CountDownLatch(1);
    var asked = new CountDownLatch(1);

    operator.restart(
        scene.stage(
            (client, topic) -> {
              asked.countDown();
              await().until(() -> answered.getCount() == 0);
              return scene.answer(topic);
            }));
    await().atMost(Duration.ofSeconds(60)).until(() -> asked.getCount() == 0);
    operator.nudge("shop", "shop");
    answered.countDown();
    operator.nudge("shop", "shop");

    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    scene.failure = new StageException(Reason.AuthenticationFailed, "k1:9092 rejects the password");
    scene.clock.advance(Duration.ofMinutes(3));
    operator.nudge("shop", "shop");
    scene.awaitCondition("AuthenticationFailed: k1:9092 rejects the password");
  }

  @Test
  void aMissingAnswerAfterARestartIsEventuallyReported() {
    operator.apply(KafkaStageFixture.EXISTING);
    scene.awaitCondition("Ready: topics are ready");
    operator.restart(
        scene.stage(
            (client, topic) -> {
              await().forever().until(() -> false);
              return scene.answer(topic);
            }));
    operator.nudge("shop", "shop");
    assertThat(scene.condition()).isEqualTo("Ready: topics are ready");

    scene.clock.advance(Duration.ofMinutes(3));
    operator.nudge("shop", "shop");

    scene.awaitCondition("Progressing: checking the topics in k1:9092");
  }
}
