package io.cdcpipeline.consumer.canal;

import java.util.Arrays;

/** Where the row objects of {@code data} or {@code old} lie in the message, braces included. */
public final class RowSpans {
  public int count;
  public int[] from = new int[1];
  public int[] to = new int[1];

  /** White space lies between tokens, so a row is not one line as it stands. */
  public boolean spaced;

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

  public boolean isPresent(int row) {
    return row < count && to[row] > 0;
  }
}
