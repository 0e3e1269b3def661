package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.ConditionType;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pipeline whose events are in Loki. */
class LokiStageTest {
  private final LokiStageFixture play = new LokiStageFixture();

  @AfterEach
  void stop() {
    play.close();
  }

  @Test
  void isReadyWhenItAnswersAndCreatesNothing() {
    play.scene.operator.apply(play.pipeline(""));
    play.scene.awaitCondition(LokiStageFixture.READY);
    assertThat(play.scene.elasticsearch()).isNull();
    assertThat(play.scene.beat()).isNull();
  }

  @Test
  void saysThatTheTenantIsMissingAndIsReadyOnceItIsThere() {
    play.loki.tenant = "team";
    play.scene.operator.apply(play.pipeline(""));
    play.scene.awaitCondition(
        "AuthenticationFailed: %s has tenants: set spec.search.loki.tenant"
            .formatted(play.loki.url()));
    play.scene.operator.apply(play.pipeline(", tenant: team"));
    play.scene.awaitCondition(LokiStageFixture.READY);
  }

  @Test
  void namesAMissingSecret() {
    play.scene.operator.apply(play.pipeline(", caSecret: ca"));
    play.scene.awaitCondition(
        "InvalidReference: spec.search.loki.caSecret names Secret ca, which does not exist");
  }

  @Test
  void theHopLagsWhenNoHeartbeatComesAndIsWellWhenOneDoes() {
    play.startWithHeartbeats();
    assertThat(play.searchHop().lagSeconds()).isZero();

    var stoppedAt = Tso.instant(LokiStageFixture.tso(play.slot));
    for (int i = 0; i < 8; i++) {
      play.later(LokiStageFixture.SLOT);
    }
    play.eventually(() -> assertThat(play.searchHop().lagSeconds()).isBetween(180L, 300L));
    assertThat(play.scene.operator.condition("shop", "shop", ConditionType.DATA_FLOWING))
        .startsWith("HopStalled: nothing has passed the hop search since ")
        .contains("the collector of Loki");
    assertThat(Instant.parse(play.searchHop().since())).isAfterOrEqualTo(stoppedAt);
    assertThat(play.scene.condition()).as("Loki itself answers").isEqualTo(LokiStageFixture.READY);

    play.heartbeats();
    play.later(LokiStageFixture.SLOT);
    play.eventually(() -> assertThat(play.searchHop().lagSeconds()).isZero());
  }

  /**
   * A tenant that does not exist, or a collector without the labels: Loki says nothing of either.
   */
  @Test
  void withoutAnyLineTheHopIsNamed() {
    play.scene.operator.apply(play.pipeline(""));
    play.scene.awaitCondition(LokiStageFixture.READY);
    for (int i = 0; i < 8; i++) {
      play.later(LokiStageFixture.SLOT);
    }
    play.eventually(
        () ->
            assertThat(play.scene.operator.condition("shop", "shop", ConditionType.DATA_FLOWING))
                .startsWith("HopStalled: nothing has passed the hop search since "));
    assertThat(play.audit()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 too many outstanding requests | answers 429: too many outstanding requests",
        "400 the query time range exceeds the limit (query length: 6h0m0s, limit: 1h0m0s)"
            + " | raise the tenant's limit max_query_length",
        "503 frontend not running | answers 503: frontend not running",
        "502 <html> | answers 502",
      })
  void aQueryThatIsRefusedIsReportedOnceItLasts(String answer, String words) {
    play.startWithHeartbeats();
    play.round(LokiStageFixture.ROUND);
    play.loki.busy = answer;
    play.later(LokiStageFixture.SLOT);
    assertThat(play.scene.condition()).as("for a moment").isEqualTo(LokiStageFixture.READY);
    play.later(LokiStageFixture.SLOT);
    play.later(LokiStageFixture.SLOT);
    play.later(LokiStageFixture.SLOT);

    play.eventually(
        () ->
            assertThat(play.scene.condition())
                .startsWith("RemoteError: " + play.loki.url())
                .contains(words));
    var before = play.audit(); // with the answer that was on its way
    play.later(LokiStageFixture.SLOT);
    play.later(LokiStageFixture.ROUND);
    assertThat(play.audit()).as("claims nothing new").isEqualTo(before);

    play.loki.busy = null;
    play.heartbeats();
    play.later(LokiStageFixture.SLOT);
    play.scene.awaitCondition(LokiStageFixture.READY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 Unauthorized | AuthenticationFailed | rejects user cdc: check spec.search.loki.cred",
        "404 tenant not found | AuthorizationFailed | does not let user cdc query tenant (none)",
        "404 404 page not found | RemoteError | is it Loki?",
      })
  void aLokiThatLetsNobodyInIsReported(String answer, String reason, String words) {
    play.startWithHeartbeats();
    play.loki.trouble = answer;
    for (int i = 0; i < 5; i++) {
      play.later(LokiStageFixture.SLOT);
    }
    play.eventually(
        () -> assertThat(play.scene.condition()).startsWith(reason + ": ").contains(words));
    assertThat(play.scene.condition()).doesNotContain("secret");

    play.loki.trouble = null;
    play.later(LokiStageFixture.SLOT);
    play.later(LokiStageFixture.SLOT);
    play.scene.awaitCondition(LokiStageFixture.READY);
  }
}
