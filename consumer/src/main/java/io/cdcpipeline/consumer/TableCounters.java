package io.cdcpipeline.consumer;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one table. One thread writes, so a plain read and an ordered write are enough: a
 * tenth of the cost of an atomic increment, and a scrape never sees half a number.
 */
final class TableCounters {
  private final AtomicLongArray events = new AtomicLongArray(Operation.COUNTED.length);
  private final AtomicLongArray duplicates = new AtomicLongArray(Operation.COUNTED.length);

  void countEvent(Operation operation) {
    increment(events, operation.index);
  }

  void countDuplicate(Operation operation) {
    increment(duplicates, operation.index);
  }

  private static void increment(AtomicLongArray counts, int i) {
    counts.setRelease(i, counts.getPlain(i) + 1);
  }

  long events(Operation operation) {
    return events.get(operation.index);
  }

  long duplicates(Operation operation) {
    return duplicates.get(operation.index);
  }
}
