package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import java.time.Instant;

/** Warns of data loss ahead, once for each position at which a changefeed rests. */
final class Warnings {
  private volatile long warnedAt;

  void tell(Journal journal, Wish wish, Observation seen, Instant now) {
    seen.changefeed()
        .filter(feed -> (wish.suspended() && !feed.running()) || feed.failed())
        .filter(feed -> feed.checkpointTs() != warnedAt && Deadline.of(feed).near(now))
        .ifPresent(
            feed -> {
              warnedAt = feed.checkpointTs();
              journal.tell(Reason.DataLossAhead, Deadline.of(feed).message(now));
            });
  }
}
