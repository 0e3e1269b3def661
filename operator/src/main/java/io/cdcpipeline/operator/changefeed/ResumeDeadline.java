package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.Changefeed.Architecture;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Until when a stopped changefeed can be resumed without loss; pure. TiCDC's gc-ttl counts from the
 * checkpoint. Source: pkg/txnutil/gc of pingcap/ticdc and pingcap/tiflow v8.5.7.
 *
 * @param safeUntil after it the classic server cannot resume, the new one only if it was down for
 *     that long
 */
record ResumeDeadline(Instant safeUntil, Architecture architecture) {
  /** The server's default. */
  static final Duration GC_TTL = Duration.ofDays(1);

  static ResumeDeadline of(Changefeed changefeed) {
    return new ResumeDeadline(
        Tso.instant(changefeed.checkpointTs()).plus(GC_TTL), changefeed.architecture());
  }

  /** Whether more than half of the time is over. */
  boolean near(Instant now) {
    return now.isAfter(safeUntil.minus(GC_TTL.dividedBy(2)));
  }

  String text() {
    return safeUntil.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String message(Instant now) {
    String stopped =
        "nothing has been sent since "
            + safeUntil.minus(GC_TTL).truncatedTo(ChronoUnit.SECONDS)
            + ": ";
    if (architecture == Architecture.NEW) {
      return stopped
          + "TiDB keeps every row version since then, so its storage grows; after "
          + text()
          + " the changes are lost if TiCDC stops meanwhile";
    }
    return now.isBefore(safeUntil)
        ? stopped
            + "resume the changefeed before "
            + text()
            + " (set spec.suspend to false), or the changes since then are lost"
        : stopped + "after " + text() + " the changefeed can no longer resume without loss";
  }

  /** Warns in an event, once for each checkpoint at which a changefeed has stopped. */
  static final class Warning {
    private volatile long warnedAt;

    void publish(
        StepExecutor.Events events,
        DesiredChangefeed desired,
        ObservedChangefeed observed,
        Instant now) {
      observed
          .changefeed()
          .filter(found -> (desired.suspended() && !found.running()) || found.failed())
          .filter(found -> found.checkpointTs() != warnedAt && ResumeDeadline.of(found).near(now))
          .ifPresent(
              found -> {
                warnedAt = found.checkpointTs();
                events.publish(Reason.ResumeDeadlineNear, ResumeDeadline.of(found).message(now));
              });
    }
  }
}
