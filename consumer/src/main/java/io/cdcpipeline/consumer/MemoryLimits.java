package io.cdcpipeline.consumer;

/** What fits in the heap. */
final class MemoryLimits {
  /** For everything whose size does not depend on that of the messages. */
  private static final long RESERVED_BYTES = 48L << 20;

  /**
   * A message is in memory up to this many times: as it is processed, in the fetch that follows, as
   * the line made of it, and as the input of a digest if its table has no key.
   */
  private static final int COPIES = 4;

  private static final int LEAST_BYTES = 1 << 20;

  private MemoryLimits() {}

  /**
   * The largest message that a heap is sufficient for.
   *
   * @param heapBytes the largest size of the heap
   */
  static int maxValueBytes(long heapBytes) {
    long bytes = (heapBytes - RESERVED_BYTES) / COPIES;
    return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(LEAST_BYTES, bytes));
  }
}
