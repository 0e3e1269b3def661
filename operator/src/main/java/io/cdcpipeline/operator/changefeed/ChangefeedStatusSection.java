package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** {@code status.changefeed}; pure, and rounded so that a healthy pipeline writes nothing. */
final class ChangefeedStatusSection {
  // A moving checkpoint is the normal case: the status follows it only now and then.
  private static final Duration REFRESHED_EVERY = Duration.ofMinutes(10);

  private ChangefeedStatusSection() {}

  /**
   * What the status says next.
   *
   * @param silent whether TiCDC no longer answers, so that nobody knows the lag
   */
  static ChangefeedStatus of(
      DesiredChangefeed wish, ObservedChangefeed seen, ChangefeedStatus before, boolean silent) {
    if (before != null && !seen.answered()) {
      return before;
    }
    if (seen.changefeed().isEmpty()) {
      String checkpoint = before == null ? null : before.checkpoint();
      return new ChangefeedStatus(wish.id(), null, checkpoint, null, null, error(seen));
    }
    Changefeed feed = seen.changefeed().get();
    ChangefeedStatus fresh =
        new ChangefeedStatus(
            wish.id(),
            feed.state(),
            checkpoint(feed),
            feed.running() && !silent ? rounded(seen.progress().lag()) : null,
            feed.running() || feed.lostByGc() ? null : ResumeDeadline.of(feed).text(),
            error(seen));
    return before != null && onlyMovedOn(before, fresh) ? before : fresh;
  }

  /** What the status said before this reconcile; null for nothing. */
  static ChangefeedStatus before(CdcPipeline pipeline) {
    return pipeline.getStatus() == null ? null : pipeline.getStatus().changefeed();
  }

  /** Where the status says a changefeed was, as a TSO; 0 for nowhere. */
  static long position(ChangefeedStatus status) {
    return status == null || status.checkpoint() == null
        ? 0
        : Tso.of(Instant.parse(status.checkpoint()));
  }

  private static String checkpoint(Changefeed feed) {
    return Tso.instant(feed.checkpointTs()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String error(ObservedChangefeed seen) {
    return seen.refused()
        .or(() -> seen.changefeed().flatMap(Changefeed::trouble))
        .map(Trouble::text)
        .orElse(null);
  }

  private static boolean onlyMovedOn(ChangefeedStatus before, ChangefeedStatus fresh) {
    if (before.checkpoint() == null) {
      return false;
    }
    Instant shown = Instant.parse(before.checkpoint());
    Instant moved = Instant.parse(fresh.checkpoint());
    return Objects.equals(before.id(), fresh.id())
        && Objects.equals(before.state(), fresh.state())
        && Objects.equals(before.lagSeconds(), fresh.lagSeconds())
        && Objects.equals(before.resumableUntil(), fresh.resumableUntil())
        && Objects.equals(before.error(), fresh.error())
        && !moved.isBefore(shown)
        && moved.isBefore(shown.plus(REFRESHED_EVERY));
  }

  /** Down to steps that grow with the lag: below 10 s it is 0. */
  private static long rounded(Duration lag) {
    long seconds = lag.toSeconds();
    long step = seconds < 60 ? 10 : seconds < 600 ? 60 : 600;
    return seconds / step * step;
  }
}
