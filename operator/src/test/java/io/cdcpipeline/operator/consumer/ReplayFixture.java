package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.consumer.ReplayScope.Partition;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A replay within the operator; the test plays Kafka, the Job controller and the pod. */
final class ReplayFixture implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
  static final String PIPELINE = ConsumerFixture.PIPELINE + "  search: {enabled: false}\n";
  static final String REPLAY = "  replay: {nonce: 1, from: {timestamp: \"%s\"}}\n";
  static final String MORNING = "2026-02-01T08:00:00Z";
  final ManualClock clock = new ManualClock(NOON);
  volatile boolean kafkaIsReady = true;
  volatile Reason search = Reason.Ready;
  final OperatorFixture operator = new OperatorFixture(clock, List.of(), stages());

  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  volatile long read;

  /** Plays the pod of the replay. */
  ReplayPosition ask(String address) {
    asked.add(address);
    return new ReplayPosition(read, List.of(new ReplayPosition.Partition(0, 0, read, 200)));
  }

  Stage[] stages() {
    return new Stage[] {
      kafka(),
      new ConsumerStage(
          "consumer:1",
          (client, group, topic) -> List.of(),
          (client, topic) -> List.of(new Partition(5, NOON.minusSeconds(3600))),
          this::ask),
      new StageStub(ConditionType.SEARCH, () -> StageStatus.of(search, "as the test says"))
    };
  }

  /** Ready or not, as the test says. */
  Stage kafka() {
    return new StageStub(
        ConditionType.KAFKA,
        () -> kafkaIsReady ? StageStatus.ready("") : StageStatus.progressing(""));
  }

  void start() {
    operator.apply(PIPELINE + REPLAY.formatted(MORNING));
    await().until(() -> replay() != null && replay().state() == ReplayState.RUNNING);
  }

  void finish(String condition) {
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

  /** So many of its pods have been created and have not ended. */
  void active(int pods) {
    operator
        .client()
        .resource(job())
        .editStatus(live -> live.edit().withNewStatus().withActive(pods).endStatus().build());
  }

  void consumersAreReady() {
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

  ReplayStatus replay() {
    var status = operator.pipeline("shop", "shop").getStatus();
    return status == null ? null : status.replay();
  }

  Job job() {
    return operator
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withName("shop-consumer-replay")
        .get();
  }

  List<String> reasons() {
    return operator.client().v1().events().inNamespace("shop").list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }

  /** Its pod runs there. */
  void runs(String address) {
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
                    .withPodIP(address)
                    .endStatus()
                    .build());
  }

  void awaitPercent(int percent) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              operator.nudge("shop", "shop");
              assertThat(replay().percent()).isEqualTo(percent);
            });
  }

  @Override
  public void close() {
    operator.close();
  }
}
