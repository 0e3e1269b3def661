package io.cdcpipeline.consumer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of the message being decoded, still in its JSON form and not copied out of Kafka's fetch
 * buffer: valid until the next message. Absent (JSON null or no such key) when {@link #from} is
 * negative.
 */
final class Span {
  byte[] bytes = {};
  int from = -1;
  int to = -1;

  void set(byte[] source, int start, int end) {
    bytes = source;
    from = start;
    to = end;
  }

  void clear() {
    from = -1;
    to = -1;
  }

  boolean isPresent() {
    return from >= 0;
  }

  boolean isBlank() {
    return to <= from;
  }

  int length() {
    return to - from;
  }

  boolean equalTo(byte[] other) {
    return isPresent() && Arrays.equals(bytes, from, to, other, 0, other.length);
  }

  /** The number whose digits these are. */
  long number() {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }

  /** The text with its JSON escapes undone. */
  String text() {
    return isPresent() ? JsonText.unescape(bytes, from, to) : "";
  }

  boolean hasEscape() {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  boolean isUpperCaseWord() {
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
