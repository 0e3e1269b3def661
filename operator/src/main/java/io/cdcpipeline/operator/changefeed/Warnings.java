package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import java.time.Instant;

/** Warns of data loss ahead, once for each position at which a changefeed rests. */
final class Warnings {
  private volatile long warnedAt;

  void tell(Journal journal, DesiredChangefeed wish, ObservedChangefeed seen, Instant now) {
    seen.changefeed()
        .filter(feed -> (wish.suspended() && !feed.running()) || feed.failed())
        .filter(feed -> feed.checkpointTs() != warnedAt && ResumeDeadline.of(feed).near(now))
        .ifPresent(
            feed -> {
              warnedAt = feed.checkpointTs();
              journal.tell(Reason.ResumeDeadlineNear, ResumeDeadline.of(feed).message(now));
            });
  }
}
