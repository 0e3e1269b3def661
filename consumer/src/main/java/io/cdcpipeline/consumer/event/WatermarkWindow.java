package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import java.time.Duration;

/**
 * Counts the distinct changes of one partition between two watermarks. A window closes at the first
 * watermark beyond a full half minute of the watermarks' own time, and contains the changes with a
 * commitTs above the watermark that opened it, up to the one that closes it: whoever reads the
 * topic, whenever, closes the same windows with the same counts.
 */
public final class WatermarkWindow {
  static final Duration LENGTH = Duration.ofSeconds(30);

  /**
   * The open window, as it is committed with an offset.
   *
   * @param opened the watermark that opened it; 0 before the first watermark
   * @param rows row changes that watermarks have passed since then
   * @param ddl schema changes, likewise
   * @param exactFrom windows opened before this TSO may contain changes that are not counted
   */
  public record State(long opened, long rows, long ddl, long exactFrom) {
    public static final State NONE = new State(0, 0, 0, 0);
  }

  /**
   * A closed window.
   *
   * @param previous the watermark that opened it; 0 if this is the first watermark
   * @param exact whether the counts are known to be exact
   */
  public record Closed(long previous, long watermark, long rows, long ddl, boolean exact) {}

  private long opened;
  private long rows;
  private long ddl;
  private long exactFrom;

  public void restore(State state) {
    opened = state.opened();
    rows = state.rows();
    ddl = state.ddl();
    exactFrom = state.exactFrom();
  }

  public State state() {
    return new State(opened, rows, ddl, exactFrom);
  }

  /** A change up to this TSO may be missing from the count: it was lost, or cannot be counted. */
  public void mayMiss(long commitTs) {
    exactFrom = Math.max(exactFrom, commitTs);
  }

  /** The open window cannot be exact; the next one can. */
  public void invalidate() {
    mayMiss(opened + 1);
  }

  /**
   * A watermark that was sent before. TiCDC repeats some after any failure; it goes back further
   * than the window before this one only if the changefeed was created again.
   */
  public void repeated(long watermark) {
    if (Tso.millis(opened) - Tso.millis(watermark) > LENGTH.toMillis()) {
      invalidate();
    }
  }

  /** Adds what a new watermark has passed; returns the window if the watermark closes it. */
  public Closed advance(long watermark, Deduplicator.Passed passed) {
    rows += passed.rows();
    ddl += passed.ddl();
    if (opened != 0 && slot(watermark) == slot(opened)) {
      return null;
    }
    var closed = new Closed(opened, watermark, rows, ddl, opened != 0 && opened >= exactFrom);
    opened = watermark;
    rows = 0;
    ddl = 0;
    return closed;
  }

  private static long slot(long watermark) {
    return Tso.millis(watermark) / LENGTH.toMillis();
  }
}
