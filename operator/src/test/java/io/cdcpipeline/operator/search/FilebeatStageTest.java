package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.ConditionType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Filebeat's pods count, within the operator. */
class FilebeatStageTest {
  private static final String READY = "Ready: Filebeat shop runs on every node";
  private static final String ADDRESS = "10.0.0.1";

  private final SearchStageFixture scene = new SearchStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void droppedEventsAreNamedUntilTheAuditCanSayWhetherTheyAreMissing() {
    counts(100, 100, 0);
    start();
    counts(150, 112, 38);
    nextRound();
    scene.awaitCondition(
        "EventsDropped: Elasticsearch rejected at least 10 events for good, and Filebeat dropped"
            + " them; its log has the reason: kubectl logs -n shop shop-beat-filebeat-x");
    assertThat(scene.operator.condition("shop", "shop", ConditionType.READY))
        .startsWith("EventsDropped: SearchReady: ");

    for (int minute = 0; minute < SearchStageFixture.GRACE.toMinutes(); minute++) {
      nextRound();
    }
    scene.awaitCondition(READY);
  }

  @Test
  void aFilebeatThatDeliversNothingIsNamed() {
    counts(100, 100, 0);
    start();
    counts(105, 100, 0);
    nextRound();
    nextRound();
    assertThat(scene.condition()).isEqualTo(READY);

    nextRound();
    scene.awaitCondition(
        "EventsRefused: Filebeat has at least 1 event and has delivered nothing for 2 minutes;"
            + " its log has the reason: kubectl logs -n shop shop-beat-filebeat-x");
    counts(110, 110, 0);
    nextRound();
    scene.awaitCondition(READY);
  }

  /** The operator may be kept from the port, and the hop shows whether changes arrive. */
  @Test
  void aPodThatDoesNotAnswerIsNotJudgedAndAskedOnceAMinute() {
    start();
    for (int i = 0; i < 5; i++) {
      scene.operator.nudge("shop", "shop");
    }
    assertThat(scene.filebeat.calls).hasSize(1);
    nextRound();
    assertThat(scene.filebeat.calls).hasSize(2);
    assertThat(scene.condition()).isEqualTo(READY);
  }

  private void counts(long published, long delivered, long dropped) {
    scene.filebeat.pods.put(
        ADDRESS, new FilebeatStatistics("p", Duration.ofDays(1), published, delivered, dropped, 0));
  }

  /** Pods are listed every five minutes. */
  private void start() {
    scene.ready();
    scene.operator.pod(
        "shop",
        "shop-beat-filebeat-x",
        Map.of("beat.k8s.elastic.co/name", "shop"),
        "podIP: " + ADDRESS);
    scene.clock.advance(Duration.ofMinutes(5));
    awaitCalls(0);
  }

  private void nextRound() {
    var before = scene.filebeat.calls.size();
    scene.clock.advance(Duration.ofMinutes(1));
    awaitCalls(before);
    scene.operator.nudge("shop", "shop");
  }

  private void awaitCalls(int before) {
    await()
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              assertThat(scene.filebeat.calls).hasSizeGreaterThan(before);
            });
  }
}
