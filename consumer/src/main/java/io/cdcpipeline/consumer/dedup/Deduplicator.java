package io.cdcpipeline.consumer.dedup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells changes that TiCDC replays from new ones, for one partition: everything at or below the
 * last watermark was delivered before, and what lies above it is kept until the next watermark.
 * TiCDC delivers at least once and goes back to its checkpoint after any failure.
 */
public final class Deduplicator {
  /** Changes in one range, that is, between two offsets from which the state can be rebuilt. */
  private static final int MAX_RANGE_CHANGES = 4096;

  /** How many changes all partitions together may keep. */
  public static final class Budget {
    private final int limit;
    private final AtomicInteger used = new AtomicInteger();

    public Budget(int limit) {
      this.limit = limit;
    }

    public int limit() {
      return limit;
    }

    public int used() {
      return used.get();
    }

    private boolean isExhausted() {
      return used.getPlain() >= limit;
    }

    /** Called only from the consumer's thread. */
    private void add(int entries) {
      used.setRelease(used.getPlain() + entries);
    }
  }

  /** A range of offsets and the newest commitTs in it. */
  private static final class OffsetRange {
    long firstOffset;
    long newest;
    int changes;

    OffsetRange(long firstOffset) {
      this.firstOffset = firstOffset;
    }
  }

  /** How many distinct changes a watermark has passed: of rows, and of the schema. */
  public record Passed(int rows, int ddl) {
    private static final Passed NOTHING = new Passed(0, 0);
  }

  /** The result of {@link #check}. */
  public enum Verdict {
    NEW,
    DUPLICATE,
    /** Treated as new but not kept, because the budget is exhausted. */
    OVERFLOW
  }

  private final Budget budget;
  private final CommitTsHashTable seen = new CommitTsHashTable();
  private final Deque<OffsetRange> ranges = new ArrayDeque<>();

  /** The commit timestamps of those kept changes that are schema changes; there are few. */
  private final List<Long> ddl = new ArrayList<>();

  private long watermark;

  public Deduplicator(Budget budget, long watermark) {
    this.budget = budget;
    this.watermark = watermark;
  }

  /** Checks a change by the hash of its id, and keeps it if it is new. */
  public Verdict check(long hash, long commitTs, long offset, boolean isDdl) {
    if (commitTs <= watermark || seen.contains(hash)) {
      return Verdict.DUPLICATE;
    }
    if (budget.isExhausted()) {
      return Verdict.OVERFLOW;
    }
    seen.add(hash, commitTs);
    budget.add(1);
    if (isDdl) {
      ddl.add(commitTs);
    }
    OffsetRange range = ranges.peekLast();
    if (range == null || range.changes == MAX_RANGE_CHANGES) {
      range = new OffsetRange(offset);
      ranges.addLast(range);
    }
    range.changes++;
    range.newest = Math.max(range.newest, commitTs);
    return Verdict.NEW;
  }

  /**
   * Drops everything up to this TSO and returns how much that was: these are the distinct changes
   * committed since the watermark before. A replay repeats old watermarks, which are ignored.
   */
  public Passed advanceWatermark(long newWatermark) {
    if (newWatermark <= watermark) {
      return Passed.NOTHING;
    }
    watermark = newWatermark;
    int passed = seen.removeUpTo(newWatermark);
    budget.add(-passed);
    while (!ranges.isEmpty() && ranges.peekFirst().newest <= newWatermark) {
      ranges.removeFirst();
    }
    if (!ranges.isEmpty()) {
      ranges.peekLast().changes = MAX_RANGE_CHANGES; // the next change starts a new range
    }
    if (passed == 0) {
      return Passed.NOTHING;
    }
    int ddlBefore = ddl.size();
    ddl.removeIf(commitTs -> commitTs <= newWatermark);
    int ddlPassed = ddlBefore - ddl.size();
    return new Passed(passed - ddlPassed, ddlPassed);
  }

  /** The log now continues at this offset, which is below some of those seen. */
  public void rewind(long offset) {
    for (OffsetRange range : ranges) {
      range.firstOffset = Math.min(range.firstOffset, offset);
    }
  }

  public long watermark() {
    return watermark;
  }

  /**
   * The offset to read from to rebuild this state. It may precede the watermark's own: TiCDC sends
   * changes above a watermark before the watermark itself.
   */
  public long rebuildFrom(long nextOffset) {
    return ranges.isEmpty() ? nextOffset : ranges.peekFirst().firstOffset;
  }

  /** Returns its share of the budget when the partition moves to another consumer. */
  public void clear() {
    budget.add(-seen.removeUpTo(Long.MAX_VALUE));
    ranges.clear();
    ddl.clear();
  }
}
