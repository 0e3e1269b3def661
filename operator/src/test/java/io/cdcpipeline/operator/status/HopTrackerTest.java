package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hop is named, when, and what the status shows; clocks differ by an hour throughout. */
class HopTrackerTest {
  private static final ResourceNames SHOP = new ResourceNames("shop", "shop");
  private static final Duration SKEW = Duration.ofHours(-1);
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final int STEP = 10;

  private final HopTracker tracker = new HopTracker();
  private final Map<Hop, HopReading> readings = new EnumMap<>(Hop.class);
  private Instant now = START;
  private CdcPipelineStatus status;
  private HopReport report;

  @Test
  void aFlowingPipelineHasNoLagAndItsStatusDoesNotChange() {
    run(10, 0);
    var before = status.hops();
    run(600, 0);

    assertThat(report.problem()).isEmpty();
    assertThat(lags()).isEqualTo("database=0 changefeed=0 kafka=0 consumer=0 search=0");
    assertThat(status.hops()).isEqualTo(before);
    assertThat(report.lagSeconds()).isZero();
  }

  /** Each stops at the start; all before it go on, and all after it have nothing to pass on. */
  @ParameterizedTest
  @CsvSource({"KAFKA, 100", "CONSUMER, 100", "SEARCH, 120"})
  void aHopThatStopsIsNamedInTime(Hop stopped, int within) {
    run(300, 0);
    var stoppedAt = now;
    while (report.problem().isEmpty()) {
      step(stopped, stoppedAt);
      assertThat(Duration.between(stoppedAt, now)).isLessThanOrEqualTo(Duration.ofSeconds(within));
    }

    assertThat(report.problem().get().reason()).isEqualTo(Reason.HopStalled);
    assertThat(report.problem().get().message())
        .startsWith("nothing has passed the hop %s since ".formatted(stopped));
    assertThat(hop(stopped).since()).startsWith("2026-01-01T12:0");
    assertThat(report.lagSeconds()).isGreaterThanOrEqualTo(60);
    for (var other : Hop.values()) {
      assertThat(hop(other).since() == null).as("%s", other).isEqualTo(other != stopped);
    }

    run(60, 0);
    assertThat(report.problem()).isEmpty();
    assertThat(hop(stopped).since()).isNull();
  }

  @Test
  void aSystemThatDoesNotAnswerKeepsItsLastPosition() {
    run(300, 0);
    for (int i = 0; i < 12; i++) {
      flow(0);
      readings.put(Hop.SEARCH, HopReading.SILENT);
      track();
    }

    assertThat(report.problem().get().message()).startsWith("nothing has passed the hop search");
    assertThat(hop(Hop.SEARCH).lagSeconds()).isEqualTo(120);
  }

  @Test
  void consumersWithoutHeartbeatsMakeTheSearchHopUnknown() {
    for (int i = 0; i < 60; i++) {
      flow(0);
      readings.put(Hop.CONSUMER, new HopReading(database(), 0, now));
      readings.put(Hop.SEARCH, new HopReading(null, 0, now));
      track();
    }

    assertThat(report.problem()).isEmpty();
    assertThat(hop(Hop.SEARCH).lagSeconds()).isNull();
    assertThat(report.lagSeconds()).isZero();
  }

  @Test
  void aMissingRightMakesTheSearchHopUnknown() {
    run(60, 0);
    for (int i = 0; i < 60; i++) {
      flow(0);
      readings.put(Hop.SEARCH, HopReading.unknown(now));
      track();
    }

    assertThat(report.problem()).isEmpty();
    assertThat(hop(Hop.SEARCH).lagSeconds()).isNull();
  }

  /** As with a Filebeat that never worked, on one node of several. */
  @Test
  void aPartitionWithoutAnyHeartbeatIsMissed() {
    for (int i = 0; i < 11; i++) {
      flow(0);
      readings.put(Hop.SEARCH, new HopReading(database(), 2, now));
      track();
    }

    assertThat(report.problem().get().message()).startsWith("nothing has passed the hop search");
  }

  @Test
  void heartbeatsAreExpectedOnlyOnceTheyAreWritten() {
    for (int i = 0; i < 60; i++) {
      flow(0);
      readings.put(Hop.CONSUMER, new HopReading(database(), 0, now));
      readings.put(Hop.SEARCH, i < 30 ? HopReading.SILENT : new HopReading(null, 0, now));
      track();
    }
    flow(0);
    readings.put(Hop.SEARCH, new HopReading(null, 0, now));
    track();

    assertThat(report.problem()).isEmpty();
    assertThat(hop(Hop.SEARCH).lagSeconds()).isZero();
  }

  @Test
  void behindAnUnknownHopNobodyIsBlamed() {
    run(300, 0);
    var stoppedAt = now;
    for (int i = 0; i < 30; i++) {
      flow(0);
      readings.put(Hop.KAFKA, HopReading.unknown(now));
      readings.put(Hop.CONSUMER, HopReading.unknown(now));
      readings.put(Hop.SEARCH, new HopReading(position(Hop.SEARCH, stoppedAt, 0), 3, now));
      track();
    }

    assertThat(report.problem()).isEmpty();
    assertThat(hop(Hop.SEARCH).lagSeconds()).isEqualTo(300);
  }

  @Test
  void catchingUpIsAWarningAndItsBeginningStays() {
    run(60, 0);
    for (int i = 0; i < 60; i++) {
      flow(0);
      var behind = database().minusSeconds(3600 - i * 30L);
      readings.put(Hop.CONSUMER, new HopReading(behind, 3, now));
      readings.put(Hop.SEARCH, new HopReading(behind, 3, now));
      track();
      assertThat(report.problem().get().reason()).isEqualTo(Reason.CatchingUp);
      assertThat(hop(Hop.CONSUMER).since()).isEqualTo("2026-01-01T12:01:10Z");
    }
    assertThat(hop(Hop.SEARCH).since()).isNull();
    assertThat(hop(Hop.SEARCH).lagSeconds()).isEqualTo(hop(Hop.CONSUMER).lagSeconds());
  }

  @Test
  void aLateChangefeedIsNotBlamedOnLaterHops() {
    run(300, 0);
    for (int i = 0; i < 30; i++) {
      flow(900 + i * STEP);
      track();
    }

    assertThat(report.problem()).isEmpty();
    assertThat(lags()).isEqualTo("database=0 changefeed=600 kafka=600 consumer=600 search=600");
  }

  @Test
  void anotherOperatorContinuesToNameAStalledHop() {
    run(300, 0);
    var stoppedAt = now;
    while (report.problem().isEmpty()) {
      step(Hop.SEARCH, stoppedAt);
    }
    step(Hop.SEARCH, stoppedAt);
    var since = hop(Hop.SEARCH).since();
    var stalled = new Condition("DataFlowing", "False", "HopStalled", "as before", since, 1L);
    status =
        new CdcPipelineStatus(
            1L, null, List.of(stalled), 0L, status.hops(), null, null, null, null, null, null);
    var successor = new HopTracker();

    for (var pending : List.of(Map.<Hop, HopReading>of(), silent())) {
      report = successor.track(SHOP, pending, status, true, now);
      assertThat(report.hops()).isEqualTo(status.hops());
    }
    assertThat(report.problem().get().message()).isEqualTo("as before");
    report = successor.track(SHOP, readings, status, false, now);
    assertThat(report.problem().get().message()).contains("search since " + since);
  }

  @Test
  void nothingIsExpectedWhileTheChangefeedDoesNotRun() {
    run(60, 0);
    readings.clear();
    readings.put(Hop.SEARCH, new HopReading(database(), 3, now));
    assertThat(tracker.track(SHOP, readings, status, false, now)).isEqualTo(HopReport.NONE);
  }

  /** Only TiCDC has answered. */
  private Map<Hop, HopReading> silent() {
    var silent = new EnumMap<>(readings);
    for (var hop : List.of(Hop.KAFKA, Hop.CONSUMER, Hop.SEARCH)) {
      silent.put(hop, HopReading.SILENT);
    }
    return silent;
  }

  private void run(int seconds, int changefeedLag) {
    for (int i = 0; i < seconds; i += STEP) {
      flow(changefeedLag);
      track();
    }
  }

  private void step(Hop stopped, Instant stoppedAt) {
    flow(0);
    for (var hop : Hop.values()) {
      if (hop.compareTo(stopped) >= 0) {
        readings.put(hop, new HopReading(position(hop, stoppedAt, 0), 3, now));
      }
    }
    track();
  }

  /** One interval in which every hop advances. */
  private void flow(int changefeedLag) {
    now = now.plusSeconds(STEP);
    for (var hop : Hop.values()) {
      readings.put(hop, new HopReading(position(hop, now, changefeedLag), 3, now));
    }
  }

  /** How far a hop has come that does its work, as the database's clock has it. */
  static Instant position(Hop hop, Instant at, int changefeedLag) {
    var database = at.plus(SKEW);
    long heartbeat = Math.floorDiv(database.getEpochSecond() - 20 - changefeedLag, 30) * 30;
    return switch (hop) {
      case DATABASE -> database;
      case CHANGEFEED -> database.minusSeconds(changefeedLag + 2);
      case KAFKA, CONSUMER -> database.minusSeconds(changefeedLag + 5);
      case SEARCH -> Instant.ofEpochSecond(heartbeat);
    };
  }

  private Instant database() {
    return now.plus(SKEW);
  }

  private void track() {
    report = tracker.track(SHOP, readings, status, false, now);
    status =
        new CdcPipelineStatus(
            1L,
            null,
            List.of(),
            report.lagSeconds(),
            report.hops(),
            null,
            null,
            null,
            null,
            null,
            null);
  }

  private HopStatus hop(Hop hop) {
    return HopTracker.of(status, hop).orElseThrow();
  }

  private String lags() {
    return String.join(
        " ", report.hops().stream().map(h -> h.name() + "=" + h.lagSeconds()).toList());
  }
}
