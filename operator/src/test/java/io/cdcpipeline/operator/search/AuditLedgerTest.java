package io.cdcpipeline.operator.search;

import static io.cdcpipeline.operator.search.AuditFixture.NOON;
import static io.cdcpipeline.operator.search.AuditFixture.inexact;
import static io.cdcpipeline.operator.search.AuditFixture.time;
import static io.cdcpipeline.operator.search.AuditFixture.tso;
import static io.cdcpipeline.operator.search.AuditFixture.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is verified, missing and in surplus, from counts of windows. */
class AuditLedgerTest {
  private static final AuditTimes TIMES = new AuditTimes(Duration.ofMinutes(10));
  private static final ResourceNames SHOP = new ResourceNames("prod", "shop");
  private static final int PARTITIONS = 2;
  private static final int LAST = 40;
  private static final Instant COUNTED = time(LAST + 4);

  /** Twenty minutes of windows of two partitions with ten changes each. */
  private final AuditLedger twentyMinutes =
      read(
          AuditLedger.startingAt(NOON),
          IntStream.rangeClosed(1, LAST)
              .boxed()
              .flatMap(to -> Stream.of(window(0, to, 10), window(1, to, 10)))
              .toList());

  @Test
  void nothingIsClaimedBeforeAnythingIsCounted() {
    assertThat(report(twentyMinutes, COUNTED).status()).isEqualTo(status(null, 0, 0, 0));
  }

  /** The pipeline is younger than the span at which the audit begins. */
  @Test
  void nothingIsClaimedOfTheTimeBeforeTheFirstHeartbeat() {
    var ledger =
        read(
            AuditLedger.startingAt(NOON.minusSeconds(3600)),
            List.of(window(0, 1, 10), window(1, 2, 10)));

    assertThat(report(ledger, COUNTED).status().verifiedUntil()).isNull();
  }

  @Test
  void aWindowThatAgreesIsVerifiedOnce() {
    var ledger = counted(twentyMinutes, Map.of(), COUNTED);

    assertThat(ledger.open()).isEmpty();
    assertThat(ledger.due(Long.MAX_VALUE)).isEmpty();
    assertThat(ledger.readFrom(PARTITIONS)).containsExactly(tso(LAST));
    assertThat(report(ledger, COUNTED).status()).isEqualTo(status("2026-01-01T12:20:00Z", 0, 0, 0));
    assertThat(read(ledger, List.of(window(0, LAST, 10))).open()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // documents, minutes since the first count, missing, surplus
    "7,   9, 0, 0",
    "7,  10, 3, 0",
    "0,  60, 10, 0",
    "10, 60, 0, 0",
    "12,  9, 0, 0",
    "12, 10, 0, 2"
  })
  void aDifferenceCountsOnceItHasLastedTenMinutes(
      long documents, int minutes, long missing, long surplus) {
    var later = COUNTED.plus(Duration.ofMinutes(minutes));
    var differs = Map.of(window(1, 30, 10), documents);
    var ledger = counted(counted(twentyMinutes, differs, COUNTED), differs, later);

    var report = report(ledger, later);
    var until = missing > 0 || documents < 10 ? "2026-01-01T12:10:00Z" : "2026-01-01T12:20:00Z";
    assertThat(report.status()).isEqualTo(status(until, missing, surplus, 0));
    assertThat(report.problem().isPresent()).isEqualTo(missing > 0);
  }

  @Test
  void documentsThatComeLaterSettleIt() {
    var differs = Map.of(window(1, 30, 10), 7L);
    var late = COUNTED.plus(Duration.ofMinutes(11));
    var missing = counted(counted(twentyMinutes, differs, COUNTED), differs, late);
    assertThat(missing.due(Long.MAX_VALUE)).containsExactly(window(1, 30, 10));

    var settled = counted(missing, Map.of(), late);

    assertThat(report(settled, late))
        .isEqualTo(new AuditReport(status("2026-01-01T12:20:00Z", 0, 0, 0), Optional.empty()));
  }

  @Test
  void theProblemNamesPartitionTimeNumberAndCommand() {
    var differs = Map.of(window(1, 30, 10), 7L, window(0, 33, 10), 9L);
    var late = COUNTED.plus(Duration.ofMinutes(10));
    var ledger = counted(counted(twentyMinutes, differs, COUNTED), differs, late);

    assertThat(report(ledger, late).problem())
        .hasValue(
            "3 of the 10 changes of partition 1 that were committed from 2026-01-01T12:14:30Z to"
                + " 2026-01-01T12:15:01Z are not in Elasticsearch (in all 4 in 2 windows); to index"
                + " them again: kubectl patch cdcpipeline shop -n prod --type merge -p"
                + " '{\"spec\":{\"replay\":{\"nonce\":'$(date +%s)',"
                + "\"from\":{\"timestamp\":\"2026-01-01T12:14:30Z\"}}}}'");
  }

  @Test
  void windowsAreCountedOnlyOnceClosedLongEnough() {
    assertThat(twentyMinutes.due(tso(2)))
        .extracting(HeartbeatWindow::to)
        .containsOnly(tso(1), tso(2));
  }

  @Test
  void whatHasWaitedLongestIsCountedFirst() {
    var counted = twentyMinutes.counted(Map.of(window(0, 1, 10), 9L), COUNTED, TIMES.grace());

    assertThat(counted.due(Long.MAX_VALUE)).last().isEqualTo(window(0, 1, 10));
  }

  @Test
  void whatCannotBeVerifiedIsNumberedAndHoldsNothingUp() {
    var ledger =
        read(
            AuditLedger.startingAt(NOON),
            IntStream.rangeClosed(1, LAST)
                .boxed()
                .flatMap(to -> Stream.of(inexact(0, to), window(1, to, 0)))
                .toList());

    var report = report(counted(ledger, Map.of(), COUNTED), COUNTED);

    assertThat(report.status()).isEqualTo(status("2026-01-01T12:20:00Z", 0, 0, LAST - 1));
    var nextDay = counted(ledger, Map.of(), COUNTED).expired(0, COUNTED.plus(Duration.ofDays(2)));
    assertThat(report(nextDay, COUNTED).status().unverified()).isZero();
  }

  @Test
  void aPartitionWithoutHeartbeatsHoldsTheRestUp() {
    var ledger =
        counted(
            read(
                AuditLedger.startingAt(NOON),
                IntStream.rangeClosed(1, LAST).mapToObj(to -> window(0, to, 1)).toList()),
            Map.of(),
            COUNTED);

    assertThat(report(ledger, COUNTED).status().verifiedUntil()).isNull();
    assertThat(ledger.readFrom(PARTITIONS)).containsExactly(ledger.start());
  }

  /** Its documents are gone, and so is what they would prove. */
  @Test
  void aWindowThatRetentionDeletesIsNotMissing() {
    var late = COUNTED.plus(Duration.ofMinutes(10));
    var differs = Map.of(window(1, 30, 10), 7L);
    var ledger = counted(counted(twentyMinutes, differs, COUNTED), differs, late);

    assertThat(report(ledger.expired(tso(31), late), late).status().missing()).isZero();
    assertThat(report(ledger.expired(tso(29), late), late).status().missing()).isEqualTo(3);
  }

  @Test
  void anotherProcessContinuesWithoutForgetting() {
    var ended = time(20);
    var resumed = AuditLedger.resuming(ended, ended, 4, true);
    assertThat(report(resumed, COUNTED).status())
        .isEqualTo(status("2026-01-01T12:10:00Z", 0, 0, 4));

    var windows =
        IntStream.rangeClosed(22, LAST)
            .boxed()
            .flatMap(to -> Stream.of(window(0, to, 10), window(1, to, 10)))
            .toList();
    var counted = counted(read(resumed, windows), Map.of(window(1, 30, 10), 7L), COUNTED);

    assertThat(report(counted, COUNTED).status())
        .isEqualTo(status("2026-01-01T12:10:00Z", 3, 0, 4));
    assertThat(counted.resumed()).isFalse();
  }

  @Test
  void withTooManyOpenWindowsNoFurtherOnesAreRead() {
    var many =
        IntStream.rangeClosed(1, AuditLedger.MAX_OPEN).mapToObj(to -> window(0, to, 1)).toList();
    var full = read(AuditLedger.startingAt(NOON), many);
    var more = List.of(window(0, AuditLedger.MAX_OPEN + 1, 1));

    assertThat(read(read(full, more), more).open()).hasSizeLessThanOrEqualTo(AuditLedger.MAX_OPEN);
    assertThat(full.due(Long.MAX_VALUE)).as("in one request").hasSize(500);
  }

  /** One request a minute at most, even while it catches up. */
  @Test
  void timesFollowFromTheGrace() {
    assertThat(TIMES.interval(false)).isEqualTo(Duration.ofSeconds(150));
    assertThat(TIMES.interval(true)).isEqualTo(Duration.ofMinutes(1));
    assertThat(TIMES.settling()).isEqualTo(Duration.ofMinutes(2));
    var quick = new AuditTimes(Duration.ofSeconds(20));
    assertThat(quick.interval(true)).isEqualTo(Duration.ofSeconds(5));
    assertThat(quick.settling()).isEqualTo(Duration.ofSeconds(4));
  }

  private static AuditLedger read(AuditLedger ledger, List<HeartbeatWindow> found) {
    return ledger.read(found, false, tso(0), TIMES);
  }

  /** Counts every window; those that are not named have all their documents. */
  private static AuditLedger counted(
      AuditLedger ledger, Map<HeartbeatWindow, Long> differing, Instant now) {
    var documents = new HashMap<HeartbeatWindow, Long>();
    ledger.open().forEach(one -> documents.put(one.window(), one.window().events()));
    documents.putAll(differing);
    return ledger.counted(documents, now, TIMES.grace());
  }

  private static AuditReport report(AuditLedger ledger, Instant now) {
    return AuditReport.of(SHOP, ledger, PARTITIONS, TIMES, now);
  }

  private static AuditStatus status(
      String verifiedUntil, long missing, long surplus, long unverified) {
    return new AuditStatus(verifiedUntil, missing, surplus, unverified);
  }
}
