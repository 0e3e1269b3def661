package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit of a pipeline whose events are in Loki: a lower bound of what is missing. */
class LokiAuditTest {
  private final LokiStageFixture play = new LokiStageFixture();

  @AfterEach
  void stop() {
    play.close();
  }

  @Test
  void missingLinesAreReportedExactlyUntilTheyAreBack() {
    play.startWithHeartbeats();
    play.loki.lose(0, 3);
    play.round(LokiStageFixture.ROUND);
    assertThat(play.scene.condition()).isEqualTo(LokiStageFixture.READY);
    play.round(SearchStageFixture.GRACE);

    play.eventually(() -> assertThat(play.scene.condition()).startsWith("EventsMissing: "));
    assertThat(play.scene.condition())
        .contains("of the 2 changes of partition 0", "are not in Loki (in all 3 in 2 windows)")
        .doesNotContain("Elasticsearch");
    assertThat(play.audit().missing()).isEqualTo(3);
    assertThat(play.audit().surplus()).as("Loki keeps copies").isNull();

    // A replay writes every line of the time again.
    for (long s = play.firstSlot + 1; s <= play.firstSlot + 10; s++) {
      play.events(s, play.scene.clock.instant());
    }
    play.rounds(() -> assertThat(play.scene.condition()).isEqualTo(LokiStageFixture.READY));
    assertThat(play.audit().missing()).isZero();
    assertThat(play.audit().surplus()).isNull();
  }

  @Test
  void whatConsumersCannotCountIsUnverifiedAndNeverMissing() {
    play.loki.heartbeat(
        0, LokiStageFixture.tso(play.slot), LokiStageFixture.tso(++play.slot), null);
    play.slot++; // its heartbeat is lost
    play.startWithHeartbeats();
    play.round(LokiStageFixture.ROUND);
    play.round(SearchStageFixture.GRACE); // a lost heartbeat may still come
    for (int i = 0; i < 3; i++) {
      play.round(LokiStageFixture.ROUND); // numbers are shown up to a full five minutes
    }

    play.eventually(() -> assertThat(play.audit().unverified()).isEqualTo(2));
    assertThat(play.audit().missing()).isZero();
    assertThat(play.scene.condition()).isEqualTo(LokiStageFixture.READY);
  }
}
