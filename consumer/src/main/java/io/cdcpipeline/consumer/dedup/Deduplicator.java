package io.cdcpipeline.consumer.dedup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One partition's memory of what it has seen, which tells replays by TiCDC from new changes: all at
 * or below the last watermark was sent before, and what lies above it is remembered until the next
 * (reference: TiCDC sends at least once, and goes back to its checkpoint after any trouble).
 */
public final class Deduplicator {
  /** Records between two points from which the memory can be rebuilt. */
  private static final int STRETCH = 4096;

  /** How many changes all partitions together may remember. */
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

    private boolean isSpent() {
      return used.getPlain() >= limit;
    }

    /** Called from the consumer's thread alone. */
    private void add(int entries) {
      used.setRelease(used.getPlain() + entries);
    }
  }

  /** Offsets in a row, and the newest change among them. */
  private static final class Stretch {
    final long firstOffset;
    long newest;
    int changes;

    Stretch(long firstOffset) {
      this.firstOffset = firstOffset;
    }
  }

  /** What {@link #check} found. */
  public enum Verdict {
    NEW,
    DUPLICATE,
    /** Taken for new, but not remembered: the memory is full. */
    NOT_REMEMBERED
  }

  private final Budget budget;
  private final CommitTsHashTable seen = new CommitTsHashTable();
  private final Deque<Stretch> stretches = new ArrayDeque<>();
  private long watermark;

  public Deduplicator(Budget budget, long watermark) {
    this.budget = budget;
    this.watermark = watermark;
  }

  public Verdict check(long hash, long commitTs, long offset) {
    if (commitTs <= watermark || seen.contains(hash)) {
      return Verdict.DUPLICATE;
    }
    if (budget.isSpent()) {
      return Verdict.NOT_REMEMBERED;
    }
    seen.add(hash, commitTs);
    budget.add(1);
    Stretch stretch = stretches.peekLast();
    if (stretch == null || stretch.changes == STRETCH) {
      stretch = new Stretch(offset);
      stretches.addLast(stretch);
    }
    stretch.changes++;
    stretch.newest = Math.max(stretch.newest, commitTs);
    return Verdict.NEW;
  }

  /** Forgets everything up to here. A replay repeats old watermarks: only a newer one counts. */
  public void advanceWatermark(long newWatermark) {
    if (newWatermark <= watermark) {
      return;
    }
    watermark = newWatermark;
    budget.add(-seen.removeUpTo(newWatermark));
    while (!stretches.isEmpty() && stretches.peekFirst().newest <= newWatermark) {
      stretches.removeFirst();
    }
    if (!stretches.isEmpty()) {
      stretches.peekLast().changes = STRETCH; // what follows starts its own
    }
  }

  public long watermark() {
    return watermark;
  }

  /**
   * Where reading must start again to rebuild this memory. That may lie before the watermark: TiCDC
   * sends changes above a watermark before the watermark itself.
   */
  public long rebuildFrom(long nextOffset) {
    return stretches.isEmpty() ? nextOffset : stretches.peekFirst().firstOffset;
  }

  /** Gives the memory back when the partition goes to another consumer. */
  public void forget() {
    budget.add(-seen.removeUpTo(Long.MAX_VALUE));
    stretches.clear();
  }
}
