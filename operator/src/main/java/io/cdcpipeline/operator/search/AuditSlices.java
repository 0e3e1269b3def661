package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.remote.BoundedHttp;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The heartbeats of a topic are searched for in slices of its partitions, all in one request:
 * Elasticsearch returns at most 10,000 hits of one search. A partition has two heartbeats a minute,
 * so that one request a minute catches up where it has fallen behind.
 */
final class AuditSlices {
  static final int PARTITIONS = 1000;

  /** Each takes 130 bytes in the answer. */
  static final int MAX_HEARTBEATS = 4 * PARTITIONS;

  /** For topics with up to 10,000 partitions; the last slice has those beyond. */
  private static final int MAX_SLICES = 10;

  private static final int BYTES = 640 * 1024;

  private AuditSlices() {}

  static int number(int partitions) {
    return Math.max(1, Math.min(MAX_SLICES, (partitions + PARTITIONS - 1) / PARTITIONS));
  }

  /** The partitions of a slice. */
  static List<Integer> of(int slice, int partitions) {
    int beyond = slice == number(partitions) - 1 ? partitions : (slice + 1) * PARTITIONS;
    return IntStream.range(slice * PARTITIONS, beyond).boxed().toList();
  }

  /** How long the answer may be: a small one and the counts, and a part for each further slice. */
  static int maxBytes(int slices) {
    return BoundedHttp.LARGE_BYTES + (slices - 1) * BYTES;
  }
}
