package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay that writes on as the operator finds what it has written. */
class ReplayWaitTest {
  private final SearchStageFixture scene = new SearchStageFixture(new Replaying());
  private final Instant begin = scene.clock.instant();

  /** The consumer stage of a replay that runs. */
  private record Replaying() implements Stage {
    @Override
    public ConditionType type() {
      return ConditionType.CONSUMER;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      var now = "2026-01-01T12:00:00Z";
      var replay = ReplayStatus.started(1L, "earliest", now, now, "some is missing");
      return StageStatus.ready("").withSection(StatusSections.of(replay));
    }
  }

  @BeforeEach
  void start() {
    scene.ready();
    var names = new ResourceNames("shop", "shop");
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("shop-consumer-replay-0")
            .withNamespace("shop")
            .withLabels(Labels.selector(names, ComponentName.REPLAY))
            .endMetadata()
            .build();
    var live = scene.operator.client().resource(pod).create();
    live.setStatus(
        new PodBuilder()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.0.0.1")
            .endStatus()
            .build()
            .getStatus());
    scene.operator.client().resource(live).updateStatus();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void isToldOfTheMarksInARowThatAreFound() {
    scene.elasticsearch.marks = Set.of(1, 2, 4);
    scene.replayPods.marks = new ReplayMarks(4, 0, null);
    eventually(() -> assertThat(scene.replayPods.told).containsExactly("10.0.0.1: 2, proof of 2"));

    scene.elasticsearch.marks = Set.of(3, 4);
    eventually(() -> assertThat(scene.replayPods.told).hasSize(2));
    assertThat(scene.replayPods.told.get(1)).isEqualTo("10.0.0.1: 4, proof of 4");
    assertThat(replay().message()).isEqualTo("some is missing");
    long searches = searches();
    int asked = scene.replayPods.asked.get();
    eventually(() -> assertThat(scene.replayPods.asked.get()).isGreaterThan(asked + 2));
    assertThat(searches()).as("searches with nothing to find").isEqualTo(searches);
  }

  @Test
  void theStatusSaysThatItWaits() {
    scene.replayPods.marks = new ReplayMarks(4, 0, begin);
    eventually(() -> assertThat(searches()).isPositive());
    assertThat(replay().message()).as("for some seconds only").isEqualTo("some is missing");

    scene.clock.advance(Duration.ofSeconds(30));
    var waiting =
        "waiting since %s until what it has written is found in Elasticsearch: ".formatted(begin);
    eventually(
        () ->
            assertThat(replay().message())
                .isEqualTo(waiting + "Filebeat has not delivered it yet; some is missing"));

    scene.elasticsearch.heartbeatFailure = Reason.Unreachable;
    eventually(
        () ->
            assertThat(replay().message())
                .isEqualTo(waiting + "Elasticsearch refuses heartbeats; some is missing"));

    scene.elasticsearch.heartbeatFailure = null;
    scene.elasticsearch.marks = Set.of(1, 2, 3, 4);
    eventually(() -> assertThat(replay().message()).isEqualTo("some is missing"));
    assertThat(scene.replayPods.told).containsExactly("10.0.0.1: 4, proof of 4");
  }

  private void eventually(ThrowingRunnable assertion) {
    await()
        .untilAsserted(
            () -> {
              scene.clock.advance(Duration.ofSeconds(3));
              scene.operator.nudge("shop", "shop");
              assertion.run();
            });
  }

  private long searches() {
    return scene.elasticsearch.calls.stream().filter(call -> call.contains("for marks of")).count();
  }

  private ReplayStatus replay() {
    return scene.operator.pipeline("shop", "shop").getStatus().replay();
  }
}
