package io.cdcpipeline.operator.changefeed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Until when a changefeed that does not run can go on without loss; pure. TiCDC's gc-ttl counts
 * from the checkpoint. Source: pkg/txnutil/gc of pingcap/ticdc and pingcap/tiflow v8.5.7.
 *
 * @param safeUntil after it, the classic server gives up, the new one only if it was down meanwhile
 */
record ResumeDeadline(Instant safeUntil, Architecture architecture) {
  /** The server's default. */
  static final Duration GC_TTL = Duration.ofDays(1);

  static ResumeDeadline of(Changefeed feed) {
    return new ResumeDeadline(Tso.instant(feed.checkpointTs()).plus(GC_TTL), feed.architecture());
  }

  /** More than half of the time is over. */
  boolean near(Instant now) {
    return now.isAfter(safeUntil.minus(GC_TTL.dividedBy(2)));
  }

  String text() {
    return safeUntil.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String message(Instant now) {
    if (architecture == Architecture.CLASSIC) {
      return now.isBefore(safeUntil)
          ? "suspended for long: set spec.suspend to false before "
              + text()
              + ", or the changes since then are lost"
          : "suspended past " + text() + ": the changefeed can no longer go on without loss";
    }
    return "suspended for long: TiDB keeps every version since "
        + safeUntil.minus(GC_TTL).truncatedTo(ChronoUnit.SECONDS)
        + " and its storage grows; past "
        + text()
        + " the changes are lost if TiCDC stops meanwhile";
  }
}
