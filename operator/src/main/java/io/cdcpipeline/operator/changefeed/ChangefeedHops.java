package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Instant;

/** How far a changefeed has come, and the time of the database that later hops are compared to. */
final class ChangefeedHops {
  private ChangefeedHops() {}

  /**
   * Nothing unless the changefeed runs.
   *
   * @param silent whether TiCDC no longer answers
   */
  static StatusSections of(ObservedChangefeed observed, boolean silent) {
    CheckpointProgress progress = observed.progress();
    if (progress.observations() == 0 || progress.checkpoint() == 0) {
      return StatusSections.NONE;
    }
    return StatusSections.of(Hop.DATABASE, reading(progress.tso(), observed.at(), silent))
        .and(
            StatusSections.of(
                Hop.CHANGEFEED, reading(progress.checkpoint(), observed.at(), silent)));
  }

  private static HopReading reading(long tso, Instant at, boolean silent) {
    return silent ? HopReading.SILENT : new HopReading(Tso.instant(tso), -1, at);
  }
}
