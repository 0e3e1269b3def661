package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.event.WatermarkWindow;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What is committed for a partition: the offset to resume from, the leader epoch of the record
 * before it and, in the commit's metadata, what the deduplicator and the open window need.
 *
 * @param epoch detects that the log was truncated meanwhile; empty if unknown
 * @param watermark the last watermark, a TSO; 0 before the first
 * @param rebuildFrom the offset to read from to rebuild the deduplicator's memory above it
 * @param partitions how many partitions the topic had; 0 if that was not committed
 */
record CommittedPosition(
    long offset,
    Optional<Integer> epoch,
    long watermark,
    long rebuildFrom,
    WatermarkWindow.State window,
    int partitions) {
  private static final int UNKNOWN = -1;

  private static final Pattern METADATA =
      Pattern.compile(
          "cdc2 watermark=(\\d{1,19}) from=(\\d{1,19}) window=(\\d{1,19}) events=(\\d{1,19})"
              + " ddl=(\\d{1,19}) exactFrom=(\\d{1,19}) partitions=(\\d{1,9})");

  /** Of version 0.1: without the window. */
  private static final Pattern METADATA_1 =
      Pattern.compile("cdc1 watermark=(\\d{1,19}) from=(\\d{1,19})");

  String metadata() {
    return "cdc2 watermark="
        + watermark
        + " from="
        + rebuildFrom
        + " window="
        + window.opened()
        + " events="
        + window.rows()
        + " ddl="
        + window.ddl()
        + " exactFrom="
        + window.exactFrom()
        + " partitions="
        + partitions;
  }

  OffsetAndMetadata toKafka() {
    return new OffsetAndMetadata(offset, epoch, metadata());
  }

  /** With no metadata, or that of another program, there is nothing to rebuild. */
  static CommittedPosition parse(OffsetAndMetadata committed) {
    try {
      Matcher current = METADATA.matcher(committed.metadata());
      if (current.matches()) {
        var window =
            new WatermarkWindow.State(
                number(current, 3), number(current, 4), number(current, 5), number(current, 6));
        return of(committed, number(current, 1), number(current, 2), window, current.group(7));
      }
      Matcher older = METADATA_1.matcher(committed.metadata());
      if (older.matches()) {
        // Everything above the watermark is rebuilt, so a window that opens there can be counted.
        var window = new WatermarkWindow.State(number(older, 1), 0, 0, 0);
        return of(committed, number(older, 1), number(older, 2), window, "0");
      }
    } catch (NumberFormatException tooLarge) {
      // as if it were not ours
    }
    return withoutState(committed.offset(), committed.leaderEpoch());
  }

  /** An offset and nothing else: deduplication and counting begin there. */
  static CommittedPosition withoutState(long offset, Optional<Integer> epoch) {
    return new CommittedPosition(offset, epoch, 0, offset, WatermarkWindow.State.NONE, UNKNOWN);
  }

  /** Resumes earlier, because the log does not have the rest any more. */
  CommittedPosition truncatedTo(long found) {
    return new CommittedPosition(
        found, epoch, watermark, Math.min(rebuildFrom, found), window, UNKNOWN);
  }

  /** Whether the state accounts for every record before the offset. */
  boolean isComplete() {
    return partitions != UNKNOWN;
  }

  private static CommittedPosition of(
      OffsetAndMetadata committed,
      long watermark,
      long from,
      WatermarkWindow.State window,
      String partitions) {
    return new CommittedPosition(
        committed.offset(),
        committed.leaderEpoch(),
        watermark,
        Math.min(from, committed.offset()),
        window,
        Integer.parseInt(partitions));
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }
}
