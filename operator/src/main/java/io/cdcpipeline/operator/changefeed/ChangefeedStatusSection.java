package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.RoundedLag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** {@code status.changefeed}; pure, and rounded so that a healthy pipeline writes nothing. */
final class ChangefeedStatusSection {
  // An advancing checkpoint is the normal case: the status follows it only now and then.
  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(10);

  private ChangefeedStatusSection() {}

  /**
   * The section for the next status.
   *
   * @param silent whether TiCDC no longer answers, so that the lag is unknown
   */
  static ChangefeedStatus of(
      DesiredChangefeed desired,
      ObservedChangefeed observed,
      ChangefeedStatus before,
      boolean silent) {
    if (before != null && !observed.answered()) {
      return before;
    }
    if (observed.changefeed().isEmpty()) {
      String checkpoint = before == null ? null : before.checkpoint();
      return new ChangefeedStatus(desired.id(), null, checkpoint, null, null, error(observed));
    }
    Changefeed found = observed.changefeed().get();
    ChangefeedStatus fresh =
        new ChangefeedStatus(
            desired.id(),
            found.state(),
            checkpoint(found),
            found.running() && !silent ? RoundedLag.seconds(observed.progress().lag()) : null,
            found.running() || found.lostToGc() ? null : ResumeDeadline.of(found).text(),
            error(observed));
    return before != null && onlyAdvanced(before, fresh) ? before : fresh;
  }

  /** The section as the last reconcile left it; null for none. */
  static ChangefeedStatus before(CdcPipeline pipeline) {
    return pipeline.getStatus() == null ? null : pipeline.getStatus().changefeed();
  }

  /** The checkpoint in the status as a TSO, 0 for none. */
  static long position(ChangefeedStatus status) {
    return status == null || status.checkpoint() == null
        ? 0
        : Tso.of(Instant.parse(status.checkpoint()));
  }

  private static String checkpoint(Changefeed found) {
    return Tso.instant(found.checkpointTs()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String error(ObservedChangefeed observed) {
    return observed
        .stepFailure()
        .or(() -> observed.changefeed().flatMap(Changefeed::error))
        .map(Failure::text)
        .orElse(null);
  }

  private static boolean onlyAdvanced(ChangefeedStatus before, ChangefeedStatus fresh) {
    if (before.checkpoint() == null) {
      return false;
    }
    Instant reported = Instant.parse(before.checkpoint());
    Instant advanced = Instant.parse(fresh.checkpoint());
    return Objects.equals(before.id(), fresh.id())
        && Objects.equals(before.state(), fresh.state())
        && Objects.equals(before.lagSeconds(), fresh.lagSeconds())
        && Objects.equals(before.resumableUntil(), fresh.resumableUntil())
        && Objects.equals(before.error(), fresh.error())
        && !advanced.isBefore(reported)
        && advanced.isBefore(reported.plus(REFRESH_INTERVAL));
  }
}
