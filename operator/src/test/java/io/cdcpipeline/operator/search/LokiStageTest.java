package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pipeline whose events are in Loki. */
class LokiStageTest {
  private static final String READY =
      "Ready: Loki answers; the cluster's collector ships the lines";
  private static final Duration ROUND = Duration.ofSeconds(150);
  private static final Duration SLOT = Duration.ofSeconds(30);

  private final SearchStageFixture scene = new SearchStageFixture(changefeed(), consumers());
  private FakeLoki loki;

  /** Up to when Loki has heartbeats. */
  private long slot = slot(scene.clock.instant().minus(Duration.ofMinutes(8)));

  private final long firstSlot = slot;

  @BeforeEach
  void start() throws IOException {
    loki = new FakeLoki();
    loki.login = "cdc:secret";
    scene.partitions = 1;
    scene.secret("loki", Map.of("username", "cdc", "password", "secret"));
  }

  @AfterEach
  void stop() {
    scene.close();
    loki.close();
  }

  /** Rows are committed and read all the time. */
  private Stage changefeed() {
    return new StageStub(
        ConditionType.CHANGEFEED,
        () ->
            StageStatus.ready("")
                .withSection(hop(Hop.DATABASE, -1))
                .withSection(hop(Hop.CHANGEFEED, -1))
                .withCondition(ConditionType.DATA_FLOWING, Reason.Ready, "rows are sent"));
  }

  private Stage consumers() {
    return new StageStub(
        ConditionType.CONSUMER,
        () -> StageStatus.ready("").withSection(hop(Hop.CONSUMER, scene.partitions)));
  }

  private StatusSections hop(Hop hop, int partitions) {
    var now = scene.clock.instant();
    return StatusSections.of(hop, new HopReading(now, partitions, now));
  }

  private String pipeline(String more) {
    return SearchStageFixture.MINIMAL
        + "  kafka: {topic: {partitions: 1}}\n"
        + "  search: {loki: {url: '%s', credentialsSecret: loki%s}}\n".formatted(loki.url(), more);
  }

  @Test
  void isReadyWhenItAnswersAndCreatesNothing() {
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(READY);
    assertThat(scene.elasticsearch()).isNull();
    assertThat(scene.beat()).isNull();
  }

  @Test
  void saysThatTheTenantIsMissingAndIsReadyOnceItIsThere() {
    loki.tenant = "team";
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(
        "AuthenticationFailed: %s has tenants: set spec.search.loki.tenant".formatted(loki.url()));
    scene.operator.apply(pipeline(", tenant: team"));
    scene.awaitCondition(READY);
  }

  @Test
  void namesAMissingSecret() {
    scene.operator.apply(pipeline(", caSecret: ca"));
    scene.awaitCondition(
        "InvalidReference: spec.search.loki.caSecret names Secret ca, which does not exist");
  }

  @Test
  void theHopLagsWhenNoHeartbeatComesAndIsWellWhenOneDoes() {
    startWithHeartbeats();
    assertThat(searchHop().lagSeconds()).isZero();

    var stoppedAt = Tso.instant(tso(slot));
    for (int i = 0; i < 8; i++) {
      later(SLOT);
    }
    eventually(() -> assertThat(searchHop().lagSeconds()).isBetween(180L, 300L));
    assertThat(scene.operator.condition("shop", "shop", ConditionType.DATA_FLOWING))
        .startsWith("HopStalled: nothing has passed the hop search since ")
        .contains("the collector of Loki");
    assertThat(Instant.parse(searchHop().since())).isAfterOrEqualTo(stoppedAt);
    assertThat(scene.condition()).as("Loki itself answers").isEqualTo(READY);

    heartbeats();
    later(SLOT);
    eventually(() -> assertThat(searchHop().lagSeconds()).isZero());
  }

  /**
   * A tenant that does not exist, or a collector without the labels: Loki says nothing of either.
   */
  @Test
  void withoutAnyLineTheHopIsNamed() {
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(READY);
    for (int i = 0; i < 8; i++) {
      later(SLOT);
    }
    eventually(
        () ->
            assertThat(scene.operator.condition("shop", "shop", ConditionType.DATA_FLOWING))
                .startsWith("HopStalled: nothing has passed the hop search since "));
    assertThat(audit()).isNull();
  }

  @Test
  void missingLinesAreReportedExactlyUntilTheyAreBack() {
    startWithHeartbeats();
    loki.lose(0, 3);
    round(ROUND);
    assertThat(scene.condition()).isEqualTo(READY);
    round(SearchStageFixture.GRACE);

    eventually(() -> assertThat(scene.condition()).startsWith("EventsMissing: "));
    assertThat(scene.condition())
        .contains("of the 2 changes of partition 0", "are not in Loki (in all 3 in 2 windows)")
        .doesNotContain("Elasticsearch");
    assertThat(audit().missing()).isEqualTo(3);
    assertThat(audit().surplus()).as("Loki keeps copies").isNull();

    // A replay writes every line of the time again.
    for (long s = firstSlot + 1; s <= firstSlot + 10; s++) {
      events(s, scene.clock.instant());
    }
    round(ROUND);
    scene.awaitCondition(READY);
    assertThat(audit().missing()).isZero();
    assertThat(audit().surplus()).isNull();
  }

  @Test
  void whatConsumersCannotCountIsUnverifiedAndNeverMissing() {
    loki.heartbeat(0, tso(slot), tso(++slot), null);
    slot++; // its heartbeat is lost
    startWithHeartbeats();
    round(ROUND);
    round(SearchStageFixture.GRACE); // a lost heartbeat may still come
    for (int i = 0; i < 3; i++) {
      round(ROUND); // numbers are shown up to a full five minutes
    }

    eventually(() -> assertThat(audit().unverified()).isEqualTo(2));
    assertThat(audit().missing()).isZero();
    assertThat(scene.condition()).isEqualTo(READY);
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
    startWithHeartbeats();
    round(ROUND);
    var before = audit();
    loki.busy = answer;
    later(SLOT);
    assertThat(scene.condition()).as("for a moment").isEqualTo(READY);
    later(SLOT);
    later(SLOT);
    later(SLOT);

    eventually(
        () ->
            assertThat(scene.condition()).startsWith("RemoteError: " + loki.url()).contains(words));
    assertThat(audit()).as("claims nothing new").isEqualTo(before);

    loki.busy = null;
    heartbeats();
    later(SLOT);
    scene.awaitCondition(READY);
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
    startWithHeartbeats();
    loki.trouble = answer;
    for (int i = 0; i < 5; i++) {
      later(SLOT);
    }
    eventually(() -> assertThat(scene.condition()).startsWith(reason + ": ").contains(words));
    assertThat(scene.condition()).doesNotContain("secret");

    loki.trouble = null;
    later(SLOT);
    later(SLOT);
    scene.awaitCondition(READY);
  }

  private void startWithHeartbeats() {
    heartbeats();
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(READY);
    eventually(() -> assertThat(audit()).isNotNull());
  }

  /** The next comparison, with everything shipped until then. */
  private void round(Duration later) {
    scene.clock.advance(later);
    heartbeats();
    int before = loki.queries().size();
    eventually(
        () ->
            assertThat(loki.queries().subList(before, loki.queries().size()))
                .anyMatch(query -> query.startsWith("{") && query.contains("previous_watermark")));
  }

  /** What a reconcile finds after that time. */
  private void later(Duration time) {
    scene.clock.advance(time);
    scene.operator.nudge("shop", "shop");
    scene.operator.nudge("shop", "shop");
  }

  private void eventually(ThrowingCallable assertion) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              try {
                assertion.call();
              } catch (AssertionError | RuntimeException e) {
                throw e;
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
            });
  }

  /** Each half minute up to now has a heartbeat and two changes. */
  private void heartbeats() {
    while (slot < slot(scene.clock.instant())) {
      loki.heartbeat(0, tso(slot), tso(slot + 1), 2L);
      slot++;
      events(slot, Tso.instant(tso(slot)));
    }
  }

  private void events(long ofSlot, Instant at) {
    loki.event(0, tso(ofSlot) - 1000, "INSERT", at);
    loki.event(0, tso(ofSlot) - 2000, "UPDATE", at);
  }

  private static long slot(Instant time) {
    return time.getEpochSecond() / 30;
  }

  private static long tso(long slot) {
    return Tso.of(Instant.ofEpochSecond(slot * 30));
  }

  private CdcPipelineStatus status() {
    return scene.operator.pipeline("shop", "shop").getStatus();
  }

  private AuditStatus audit() {
    return status().audit();
  }

  private HopStatus searchHop() {
    return status().hops().stream()
        .filter(hop -> hop.name().equals("search"))
        .findFirst()
        .orElseThrow();
  }
}
