package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.ReplayedPartition;
import io.cdcpipeline.operator.consumer.ReplayScope.Partition;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replays within the operator; the test plays the Job controller. */
class ReplayReconcilerTest {
  private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
        kafka: {existing: {bootstrapServers: "k1:9092"}}
        search: {enabled: false}
      """;
  private static final String REPLAY = "  replay: {nonce: 1, from: {timestamp: \"%s\"}}\n";
  private static final String MORNING = "2026-02-01T08:00:00Z";
  private final ManualClock clock = new ManualClock(NOON);
  private volatile boolean kafkaIsReady = true;
  private volatile Reason search = Reason.Ready;
  private final OperatorFixture operator = new OperatorFixture(clock, List.of(), stages());

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile long read;

  /** Plays the pod of the replay. */
  private ReplayPosition ask(String address) {
    asked.add(address);
    return new ReplayPosition(read, List.of(new ReplayPosition.Partition(0, 0, read, 200)));
  }

  private Stage[] stages() {
    return new Stage[] {
      new StageStub(
          ConditionType.KAFKA,
          () -> kafkaIsReady ? StageStatus.ready("") : StageStatus.progressing("")),
      new ConsumerStage(
          "consumer:1",
          (client, group, topic) -> List.of(),
          (client, topic) -> List.of(new Partition(5, NOON.minusSeconds(3600))),
          this::ask),
      new StageStub(ConditionType.SEARCH, () -> StageStatus.of(search, "as the test says"))
    };
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void startsOnceKafkaIsReadyAndSaysFirstWhatIsMissing() {
    kafkaIsReady = false;
    operator.apply(PIPELINE + REPLAY.formatted(MORNING));
    await().until(() -> replay() != null);
    assertThat(replay()).isEqualTo(ReplayStatus.waiting(1L, "waiting for KafkaReady"));
    assertThat(job()).isNull();

    kafkaIsReady = true;
    operator.nudge("shop", "shop");
    await().until(() -> replay().state() == ReplayState.RUNNING);

    assertThat(replay().to()).isEqualTo(NOON.toString());
    assertThat(replay().startedAt()).isEqualTo(NOON.toString());
    assertThat(replay().message())
        .startsWith("Kafka has all records only from 2026-02-01T11:00:00Z");
    assertThat(reasons()).contains("ReplayIncomplete", "ReplayStarted");
    assertThat(job().getMetadata().getOwnerReferences()).hasSize(1);
  }

  /** They are what the audit advises a replay for. */
  @Test
  void waitsForFilebeatButNotForMissingEvents() {
    search = Reason.Unreachable;
    operator.apply(PIPELINE.replace("enabled: false", "enabled: true") + REPLAY.formatted(MORNING));
    await().until(() -> replay() != null && replay().message().startsWith("waiting for Search"));

    search = Reason.EventsMissing;
    await()
        .until(
            () -> {
              operator.nudge("shop", "shop");
              return replay().state() == ReplayState.RUNNING;
            });
  }

  @Test
  void theEndIsFixedAndTheSameNonceNeverRunsTwice() {
    start();
    clock.advance(Duration.ofMinutes(5));
    finish("Complete");

    await().until(() -> replay().state() == ReplayState.SUCCEEDED);
    assertThat(replay().to()).isEqualTo(NOON.toString());
    assertThat(replay().finishedAt()).isEqualTo(clock.instant().toString());
    operator.nudge("shop", "shop");
    await().until(() -> job() == null);
    operator.restart(stages());
    operator.nudge("shop", "shop");
    operator.nudge("shop", "shop");
    assertThat(job()).isNull();
    assertThat(replay().state()).isEqualTo(ReplayState.SUCCEEDED);
  }

  @Test
  void aNewNonceReplacesTheJobThatRuns() {
    start();
    var first = job().getMetadata().getUid();

    operator.apply(PIPELINE + REPLAY.formatted(MORNING).replace("nonce: 1", "nonce: 2"));

    await()
        .until(
            () -> Optional.ofNullable(job()).map(job -> job.getMetadata().getUid()),
            uid -> uid.filter(other -> !other.equals(first)).isPresent());
    await().until(() -> replay().nonce() == 2 && replay().state() == ReplayState.RUNNING);
  }

  @Test
  void removingTheReplayRemovesItsJobAndStatus() {
    start();

    operator.apply(PIPELINE);

    await().until(() -> job() == null);
    operator.nudge("shop", "shop");
    await().until(() -> replay() == null);
  }

  @Test
  void aJobThatSomebodyRemovesIsNotStartedAgain() {
    start();

    operator.client().resource(job()).delete();

    await().until(() -> replay().state() == ReplayState.FAILED);
    assertThat(replay().message())
        .isEqualTo(
            "this nonce was started before and its Job is gone: change nonce to replay again");
    assertThat(job()).isNull();
  }

  /** The operator ended after it had created the Job, and before it wrote the status. */
  @Test
  void aJobWithoutAStatusIsFollowed() {
    start();
    var job = job();
    operator.restart(
        new StageStub(
            ConditionType.KAFKA,
            () -> kafkaIsReady ? StageStatus.ready("") : StageStatus.progressing("")),
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

    await().until(() -> replay() != null && replay().state() == ReplayState.RUNNING);
    assertThat(replay().startedAt()).isEqualTo(NOON.toString());
    assertThat(job().getMetadata().getUid()).isEqualTo(job.getMetadata().getUid());
  }

  @Test
  void aFailureIsNamedAndLeavesTheConsumersReady() {
    start();
    consumersAreReady();
    finish("Failed");

    await()
        .untilAsserted(
            () ->
                assertThat(operator.condition("shop", "shop", ConditionType.CONSUMER))
                    .isEqualTo(
                        "ReplayFailed: 1 of 1 consumers ready; replay 1 failed: Job:"
                            + " BackoffLimitExceeded, it has failed"));
    assertThat(reasons()).contains("ReplayFailed");
    assertThat(operator.pipeline("shop", "shop").getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("ConsumerReady"))
        .allMatch(condition -> condition.status().equals("True"));
    assertThat(job()).isNotNull();
  }

  @Test
  void showsEveryTenSecondsAtMostHowFarItsPodIs() {
    start();
    var labels = job().getSpec().getTemplate().getMetadata().getLabels();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("shop-consumer-replay-0")
            .withNamespace("shop")
            .withLabels(labels)
            .endMetadata()
            .build();
    operator.client().resource(pod).create();
    operator
        .client()
        .resource(pod)
        .editStatus(
            live ->
                live.edit()
                    .withNewStatus()
                    .withPhase("Running")
                    .withPodIP("10.0.0.1")
                    .endStatus()
                    .build());
    read = 50;
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              operator.nudge("shop", "shop");
              assertThat(replay().percent()).isEqualTo(25);
            });
    assertThat(replay().lines()).isEqualTo(50);
    assertThat(replay().partitions()).containsExactly(new ReplayedPartition(0, 50L, 200L));

    read = 100;
    for (int i = 0; i < 5; i++) {
      operator.nudge("shop", "shop");
    }
    assertThat(asked).as("within ten seconds").containsExactly("10.0.0.1");
    clock.advance(Duration.ofSeconds(10));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              operator.nudge("shop", "shop");
              assertThat(replay().percent()).isEqualTo(50);
            });
  }

  @Test
  void theFutureCannotBeReplayed() {
    operator.apply(PIPELINE + REPLAY.formatted("2026-02-01T13:00:00Z"));

    await().until(() -> replay() != null && replay().state() == ReplayState.FAILED);
    assertThat(replay().message()).contains("from.timestamp is in the future");
    assertThat(job()).isNull();
  }

  private void start() {
    operator.apply(PIPELINE + REPLAY.formatted(MORNING));
    await().until(() -> replay() != null && replay().state() == ReplayState.RUNNING);
  }

  private void finish(String condition) {
    var status =
        new JobStatusBuilder()
            .withSucceeded(condition.equals("Complete") ? 1 : 0)
            .addNewCondition()
            .withType(condition)
            .withStatus("True")
            .withReason("BackoffLimitExceeded")
            .withMessage("it has failed")
            .endCondition()
            .build();
    operator
        .client()
        .resource(job())
        .editStatus(
            live -> {
              live.setStatus(status);
              return live;
            });
  }

  private void consumersAreReady() {
    operator
        .client()
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("shop-consumer")
        .editStatus(
            live ->
                live.edit()
                    .withNewStatus()
                    .withObservedGeneration(live.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(1)
                    .endStatus()
                    .build());
  }

  private ReplayStatus replay() {
    var status = operator.pipeline("shop", "shop").getStatus();
    return status == null ? null : status.replay();
  }

  private Job job() {
    return operator
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withName("shop-consumer-replay")
        .get();
  }

  private List<String> reasons() {
    return operator.client().v1().events().inNamespace("shop").list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }

  /** Neither the consumers' Service and disruption budget nor their Deployment select its pods. */
  @Test
  void itsPodsAreNotThoseOfTheConsumers() {
    start();

    var labels = job().getSpec().getTemplate().getMetadata().getLabels().entrySet();
    var names = new ResourceNames("shop", "shop");
    assertThat(labels).containsAll(Labels.selector(names, ComponentName.REPLAY).entrySet());
    assertThat(labels.containsAll(Labels.selector(names, ComponentName.CONSUMER).entrySet()))
        .isFalse();
  }
}
