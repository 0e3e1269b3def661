package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.Refusals;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.ReplayedPartition;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replays within the operator; the test plays the Job controller. */
class ReplayReconcilerTest {
  private final ReplayFixture scene = new ReplayFixture();
  private final OperatorFixture operator = scene.operator;
  private final ManualClock clock = scene.clock;

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void startsOnceKafkaIsReadyAndSaysFirstWhatIsMissing() {
    scene.kafkaIsReady = false;
    operator.apply(ReplayFixture.PIPELINE + ReplayFixture.REPLAY.formatted(ReplayFixture.MORNING));
    await().until(() -> scene.replay() != null);
    assertThat(scene.replay()).isEqualTo(ReplayStatus.waiting(1L, "waiting for KafkaReady"));
    assertThat(scene.job()).isNull();

    scene.kafkaIsReady = true;
    operator.nudge("shop", "shop");
    await().until(() -> scene.replay().state() == ReplayState.RUNNING);

    assertThat(scene.replay().to()).isEqualTo(ReplayFixture.NOON.toString());
    assertThat(scene.replay().startedAt()).isEqualTo(ReplayFixture.NOON.toString());
    assertThat(scene.replay().message())
        .startsWith("Kafka has all records only from 2026-02-01T11:00:00Z");
    assertThat(scene.reasons()).contains("ReplayIncomplete", "ReplayStarted");
    assertThat(scene.job().getMetadata().getOwnerReferences()).hasSize(1);
  }

  /** They are what the audit advises a replay for. */
  @Test
  void waitsForFilebeatButNotForMissingEvents() {
    scene.search = Reason.Unreachable;
    operator.apply(
        ReplayFixture.PIPELINE.replace("enabled: false", "enabled: true")
            + ReplayFixture.REPLAY.formatted(ReplayFixture.MORNING));
    await()
        .until(
            () ->
                scene.replay() != null
                    && scene.replay().message().startsWith("waiting for Search"));

    scene.search = Reason.EventsMissing;
    await()
        .until(
            () -> {
              operator.nudge("shop", "shop");
              return scene.replay().state() == ReplayState.RUNNING;
            });
  }

  @Test
  void nobodyLooksForItsLinesOnceSearchIsSwitchedOff() {
    var searching = ReplayFixture.PIPELINE.replace("enabled: false", "enabled: true");
    operator.apply(searching + ReplayFixture.REPLAY.formatted(ReplayFixture.MORNING));
    await()
        .until(
            () -> {
              operator.nudge("shop", "shop");
              return scene.replay() != null && scene.replay().state() == ReplayState.RUNNING;
            });
    assertThat(scene.replay().message()).startsWith("Kafka has all records only from");

    operator.apply(ReplayFixture.PIPELINE + ReplayFixture.REPLAY.formatted(ReplayFixture.MORNING));

    await()
        .untilAsserted(
            () ->
                assertThat(scene.replay().message())
                    .contains("spec.search.enabled is false: change nonce"));
  }

  @Test
  void theEndIsFixedAndTheSameNonceNeverRunsTwice() {
    scene.start();
    clock.advance(Duration.ofMinutes(5));
    scene.finish("Complete");

    await().until(() -> scene.replay().state() == ReplayState.SUCCEEDED);
    assertThat(scene.replay().to()).isEqualTo(ReplayFixture.NOON.toString());
    assertThat(scene.replay().finishedAt()).isEqualTo(clock.instant().toString());
    operator.nudge("shop", "shop");
    await().until(() -> scene.job() == null);
    operator.restart(scene.stages());
    operator.nudge("shop", "shop");
    operator.nudge("shop", "shop");
    assertThat(scene.job()).isNull();
    assertThat(scene.replay().state()).isEqualTo(ReplayState.SUCCEEDED);
  }

  @Test
  void aNewNonceReplacesTheJobThatRuns() {
    scene.start();
    var first = scene.job().getMetadata().getUid();

    operator.apply(
        ReplayFixture.PIPELINE
            + ReplayFixture.REPLAY
                .formatted(ReplayFixture.MORNING)
                .replace("nonce: 1", "nonce: 2"));

    await()
        .until(
            () -> Optional.ofNullable(scene.job()).map(job -> job.getMetadata().getUid()),
            uid -> uid.filter(other -> !other.equals(first)).isPresent());
    await()
        .until(() -> scene.replay().nonce() == 2 && scene.replay().state() == ReplayState.RUNNING);
  }

  @Test
  void removingTheReplayRemovesItsJobAndStatus() {
    scene.start();

    operator.apply(ReplayFixture.PIPELINE);

    await().until(() -> scene.job() == null);
    operator.nudge("shop", "shop");
    await().until(() -> scene.replay() == null);
  }

  @Test
  void aJobThatSomebodyRemovesIsNotStartedAgain() {
    scene.start();

    operator.client().resource(scene.job()).delete();

    await().until(() -> scene.replay().state() == ReplayState.FAILED);
    assertThat(scene.replay().message())
        .isEqualTo(
            "this nonce was started before and its Job is gone: change nonce to replay again");
    assertThat(scene.job()).isNull();
  }

  /** The operator ended after it had created the Job, and before it wrote the status. */
  @Test
  void aJobWithoutAStatusIsFollowed() {
    scene.start();
    var job = scene.job();
    operator.restart(
        scene.kafka(),
        new ConsumerStage("consumer:1", (client, group, topic) -> List.of(), (c, t) -> List.of()));
    operator
        .client()
        .resource(operator.pipeline("shop", "shop"))
        .editStatus(
            live -> {
              live.setStatus(null);
              return live;
            });
    operator.nudge("shop", "shop");

    await().until(() -> scene.replay() != null && scene.replay().state() == ReplayState.RUNNING);
    assertThat(scene.replay().startedAt()).isEqualTo(ReplayFixture.NOON.toString());
    assertThat(scene.job().getMetadata().getUid()).isEqualTo(job.getMetadata().getUid());
  }

  @Test
  void aFailureIsNamedAndLeavesTheConsumersReady() {
    scene.start();
    scene.consumersAreReady();
    scene.finish("Failed");

    await()
        .untilAsserted(
            () ->
                assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
                    .isEqualTo(
                        "ReplayFailed: 1 of 1 consumers ready; replay 1 failed: Job:"
                            + " BackoffLimitExceeded, it has failed"));
    assertThat(scene.reasons()).contains("ReplayFailed");
    assertThat(operator.pipeline("shop", "shop").getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("ConsumerReady"))
        .allMatch(condition -> condition.status().equals("True"));
    assertThat(scene.job()).isNotNull();
  }

  @Test
  void showsEveryTenSecondsAtMostHowFarItsPodIs() {
    scene.start();
    scene.runs("10.0.0.1");
    scene.read = 50;
    scene.awaitPercent(25);
    assertThat(scene.replay().lines()).isEqualTo(50);
    assertThat(scene.replay().partitions()).containsExactly(new ReplayedPartition(0, 50L, 200L));

    scene.read = 100;
    for (int i = 0; i < 5; i++) {
      operator.nudge("shop", "shop");
    }
    assertThat(scene.asked).as("within ten seconds").containsExactly("10.0.0.1");
    clock.advance(Duration.ofSeconds(10));
    scene.awaitPercent(50);
  }

  /** Its Job then has no pod, and waits for ever. */
  @Test
  void whatAQuotaRefusesItIsSaidUntilThePodExists() {
    scene.start();
    var before = scene.replay().message();
    var quota =
        "Error creating: pods \"shop-consumer-replay-0-x\" is forbidden: exceeded quota: team,"
            + " requested: pods=1, used: pods=8, limited: pods=8";
    Refusals.event(operator, "Job", "another-replay", "not of this pipeline");
    Refusals.event(operator, "Job", "shop-consumer-replay", quota);
    operator.nudge("shop", "shop");
    assertThat(scene.replay().state()).isEqualTo(ReplayState.RUNNING);
    assertThat(scene.replay().message()).isEqualTo(quota);

    scene.active(1);
    operator.nudge("shop", "shop");
    assertThat(scene.replay().message()).isEqualTo(before);
  }

  @Test
  void theFutureCannotBeReplayed() {
    operator.apply(ReplayFixture.PIPELINE + ReplayFixture.REPLAY.formatted("2026-02-01T13:00:00Z"));

    await().until(() -> scene.replay() != null && scene.replay().state() == ReplayState.FAILED);
    assertThat(scene.replay().message()).contains("from.timestamp is in the future");
    assertThat(scene.job()).isNull();
  }

  /** Neither the consumers' Service and disruption budget nor their Deployment select its pods. */
  @Test
  void itsPodsAreNotThoseOfTheConsumers() {
    scene.start();

    var labels = scene.job().getSpec().getTemplate().getMetadata().getLabels().entrySet();
    var names = new ResourceNames("shop", "shop");
    assertThat(labels).containsAll(Labels.selector(names, ComponentName.REPLAY).entrySet());
    assertThat(labels.containsAll(Labels.selector(names, ComponentName.CONSUMER).entrySet()))
        .isFalse();
  }
}
