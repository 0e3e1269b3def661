package io.cdcpipeline.consumer.dedup;

/**
 * 64-bit hashes, each with its commit timestamp, in one array with linear probing: a lookup usually
 * touches one cache line and creates no objects.
 */
final class CommitTsHashTable {
  private static final int MIN_CAPACITY = 1024;

  /** Slot i: hash at 2i, commit timestamp at 2i+1; a free slot has timestamp 0. */
  private long[] slots = new long[2 * MIN_CAPACITY];

  private int size;

  boolean contains(long hash) {
    int mask = slots.length / 2 - 1;
    for (int i = (int) hash & mask; slots[2 * i + 1] != 0; i = (i + 1) & mask) {
      if (slots[2 * i] == hash) {
        return true;
      }
    }
    return false;
  }

  void add(long hash, long commitTs) {
    if (size >= slots.length / 2 / 4 * 3) {
      rehash(slots.length * 2, 0);
    }
    insert(hash, commitTs);
    size++;
  }

  private void insert(long hash, long commitTs) {
    int mask = slots.length / 2 - 1;
    int i = (int) hash & mask;
    while (slots[2 * i + 1] != 0) {
      i = (i + 1) & mask;
    }
    slots[2 * i] = hash;
    slots[2 * i + 1] = commitTs;
  }

  /** Removes all entries committed at or before this timestamp and returns their number. */
  int removeUpTo(long commitTs) {
    int before = size;
    if (before == 0) {
      return 0;
    }
    int left = 0;
    for (int i = 1; i < slots.length; i += 2) {
      if (slots[i] > commitTs) {
        left++;
      }
    }
    if (left < before) {
      int capacity = MIN_CAPACITY;
      while (left >= capacity / 2) {
        capacity *= 2;
      }
      rehash(2 * capacity, commitTs);
      size = left;
    }
    return before - left;
  }

  private void rehash(int length, long upTo) {
    long[] old = slots;
    slots = new long[length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] > upTo) {
        insert(old[i], old[i + 1]);
      }
    }
  }
}
