package io.cdcpipeline.consumer.dedup;

import com.carrotsearch.hppc.LongLongHashMap;

/** 64-bit hashes, each with its commit timestamp: of HPPC, which takes no object for an entry. */
final class CommitTsHashTable {
  private static final int MIN_SIZE = 512;

  private LongLongHashMap commitTsOf = new LongLongHashMap(MIN_SIZE);

  boolean contains(long hash) {
    return commitTsOf.containsKey(hash);
  }

  void add(long hash, long commitTs) {
    commitTsOf.put(hash, commitTs);
  }

  /** Removes all entries committed at or before this timestamp and returns their number. */
  int removeUpTo(long commitTs) {
    if (commitTsOf.isEmpty()) {
      return 0;
    }
    int removed = commitTsOf.removeAll((hash, ts) -> ts <= commitTs);
    if (removed > 0) {
      shrink();
    }
    return removed;
  }

  /**
   * The map only grows: after a transaction of a million rows each watermark would go through it.
   */
  private void shrink() {
    int capacity = commitTsOf.keys.length;
    if (capacity > 4 * MIN_SIZE && commitTsOf.size() < capacity / 8) {
      var smaller = new LongLongHashMap(Math.max(MIN_SIZE, commitTsOf.size()));
      smaller.putAll(commitTsOf);
      commitTsOf = smaller;
    }
  }
}
