package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.JsonScanner;
import java.util.Arrays;

/**
 * What stood at one place of the last message. When the next one has the same bytes there, they are
 * compared in place of being read: TiCDC sends the names and types of a table with every row, and
 * the rows of a transaction share their times. Measured: a fifth of the hot path's time.
 */
final class MemberCache {
  /** The types of some two hundred columns. */
  private static final int LONGEST = 4096;

  private byte[] text = new byte[64];
  private int length;
  private ByteSpan value;
  private int valueFrom;
  private int valueTo;

  /** Moves behind the member that starts here and fills its span, if it is the one of before. */
  boolean pass(JsonScanner json) {
    int from = json.at;
    int to = from + length;
    if (length == 0 || to >= json.end) {
      return false;
    }
    byte[] b = json.bytes;
    // A number may go on behind what it was before: the member has to end here.
    if ((b[to] != ',' && b[to] != '}') || !Arrays.equals(b, from, to, text, 0, length)) {
      return false;
    }
    json.at = to;
    if (value != null) {
      value.set(b, from + valueFrom, from + valueTo);
    }
    return true;
  }

  /**
   * Keeps what was just read, unless it is too long or its span is absent.
   *
   * @param from where the member starts
   * @param filled the span that it filled; null for none
   */
  void remember(JsonScanner json, int from, ByteSpan filled) {
    length = json.at - from;
    if (length > LONGEST || (filled != null && !filled.isPresent())) {
      length = 0;
      return;
    }
    if (length > text.length) {
      text = new byte[Math.min(LONGEST, 2 * length)];
    }
    // A copy: Kafka may use the buffer again.
    System.arraycopy(json.bytes, from, text, 0, length);
    value = filled;
    if (filled != null) {
      valueFrom = filled.from - from;
      valueTo = filled.to - from;
    }
  }
}
