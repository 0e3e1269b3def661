package io.cdcpipeline.consumer.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of the message being decoded, in JSON form and not copied out of Kafka's fetch buffer:
 * valid until the next message. Absent (JSON null or no such key) when {@link #from} is negative.
 */
public final class ByteSpan {
  public byte[] bytes = {};
  public int from = -1;
  public int to = -1;

  public void set(byte[] source, int start, int end) {
    bytes = source;
    from = start;
    to = end;
  }

  public void clear() {
    from = -1;
    to = -1;
  }

  public boolean isPresent() {
    return from >= 0;
  }

  public boolean isBlank() {
    return to <= from;
  }

  public int length() {
    return to - from;
  }

  public boolean equalTo(byte[] other) {
    return isPresent() && Arrays.equals(bytes, from, to, other, 0, other.length);
  }

  /** The value of a span that holds only decimal digits. */
  public long number() {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }

  /** The unescaped text; empty when absent. */
  public String text() {
    return isPresent() ? JsonStrings.unescape(bytes, from, to) : "";
  }

  public boolean hasEscape() {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  public boolean isUpperCaseWord() {
    if (isBlank() || length() > 64) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((bytes[i] < 'A' || bytes[i] > 'Z') && bytes[i] != '_') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return isPresent() ? new String(bytes, from, length(), StandardCharsets.UTF_8) : "null";
  }
}
