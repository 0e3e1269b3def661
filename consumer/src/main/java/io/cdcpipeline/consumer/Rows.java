package io.cdcpipeline.consumer;

import java.util.Arrays;

/** Where the row objects of {@code data} or {@code old} lie in the message, braces included. */
final class Rows {
  int count;
  int[] from = new int[1];
  int[] to = new int[1];

  /** White space lies between tokens, so a row is not one line as it stands. */
  boolean spaced;

  void clear() {
    count = 0;
    spaced = false;
  }

  void add(int start, int end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    from[count] = start;
    to[count++] = end;
  }

  /** A null in the array stands for a row without an image: an empty range. */
  void addNull() {
    add(0, 0);
  }

  boolean isPresent(int row) {
    return row < count && to[row] > 0;
  }
}
