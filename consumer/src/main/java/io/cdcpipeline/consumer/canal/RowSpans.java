package io.cdcpipeline.consumer.canal;

import java.util.Arrays;

/** The positions of the row objects of {@code data} or {@code old}, braces included. */
public final class RowSpans {
  public int count;
  public int[] from = new int[1];
  public int[] to = new int[1];

  /** Whether there is white space between tokens, so that a row cannot be copied into a line. */
  public boolean hasWhitespace;

  void clear() {
    count = 0;
    hasWhitespace = false;
  }

  void add(int start, int end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    from[count] = start;
    to[count++] = end;
  }

  /** A null in the array is a row without an image: an empty range. */
  void addNull() {
    add(0, 0);
  }

  public boolean isPresent(int row) {
    return row < count && to[row] > 0;
  }

  /** In bytes; 0 if the row is absent. */
  public int length(int row) {
    return isPresent(row) ? to[row] - from[row] : 0;
  }
}
