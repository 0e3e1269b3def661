package io.cdcpipeline.consumer.metrics;

import io.cdcpipeline.consumer.canal.Operation;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one table. With a single writer thread, a plain read and an ordered write are
 * enough: a tenth of the cost of an atomic increment, and a scrape never sees a torn value.
 */
public final class TableCounters {
  private final long createdMillis = System.currentTimeMillis();
  private final AtomicLongArray events = new AtomicLongArray(Operation.COUNTED.size());
  private final AtomicLongArray duplicates = new AtomicLongArray(Operation.COUNTED.size());

  public void countEvent(Operation operation) {
    increment(events, operation.index);
  }

  public void countDuplicate(Operation operation) {
    increment(duplicates, operation.index);
  }

  /** When all of them were 0, in milliseconds since the epoch. */
  long createdMillis() {
    return createdMillis;
  }

  private static void increment(AtomicLongArray counts, int i) {
    counts.setRelease(i, counts.getPlain(i) + 1);
  }

  public long events(Operation operation) {
    return events.get(operation.index);
  }

  public long duplicates(Operation operation) {
    return duplicates.get(operation.index);
  }
}
