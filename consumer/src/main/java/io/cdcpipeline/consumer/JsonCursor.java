package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.Rejection.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON text in place: no tokens, no copies, no objects. Every method starts at {@link
 * #at} and leaves it behind what it read; whatever is not RFC 8259 in valid UTF-8 is rejected.
 */
final class JsonCursor {
  /** Deeper nesting than this is nobody's row change, and would be our stack overflow. */
  private static final int MAX_DEPTH = 128;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  byte[] bytes = {};
  int at;
  int start;
  int end;

  void reset(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    start = from;
    end = to;
  }

  /** The next byte that is not white space, not yet taken. */
  byte peek() {
    while (at < end) {
      byte b = bytes[at];
      if (b > ' ' || b < 0) {
        return b;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw malformed("unexpected control byte");
      }
      at++;
    }
    throw malformed("message ends too early");
  }

  boolean take(char wanted) {
    if (at < end && bytes[at] == wanted) { // no white space, as TiCDC writes: 10 % of decoding
      at++;
      return true;
    }
    if (peek() == wanted) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char wanted) {
    if (!take(wanted)) {
      throw malformed("expected '" + wanted + "'");
    }
  }

  void expectEnd() {
    while (at < end) {
      byte b = bytes[at++];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw malformed("something follows the message");
      }
    }
  }

  /**
   * Reads the rest of a string, the opening quote being taken, and returns the index of its closing
   * quote. Eight bytes at a time: a byte that is a quote, a backslash, a control character or not
   * ASCII sets its high bit in {@code special}; bits above the first one may be wrong, so only the
   * first counts. Gain over byte by byte: see consumer/README.md, "What each trick gains".
   */
  int string() {
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

  /**
   * Reads over an object of strings, nulls and, if allowed, whole numbers, without white space:
   * what nearly every object of a message is. False, and nothing read, for any other: the general
   * way decides about it. Keeping the position in a variable is what this gains.
   */
  boolean flatObject(boolean numbers) {
    byte[] b = bytes;
    int last = end - 5; // room for the longest look-ahead, so the checks below need none
    int i = at + 1;
    while (i < last && b[i] == '"') {
      i = endOfString(i + 1) + 1;
      if (i >= last || b[i] != ':') {
        return false;
      }
      byte first = b[++i];
      if (first == '"') {
        i = endOfString(i + 1) + 1;
      } else if (first == 'n' && b[i + 1] == 'u' && b[i + 2] == 'l' && b[i + 3] == 'l') {
        i += 4;
      } else if (numbers && (first == '-' ? isDigit1To9(b[i + 1]) : isDigit1To9(first))) {
        i++;
        while (i < last && b[i] >= '0' && b[i] <= '9') {
          i++;
        }
      } else {
        return false;
      }
      if (i < last && b[i] == '}') {
        at = i + 1;
        return true;
      }
      if (i >= last || b[i++] != ',') {
        return false;
      }
    }
    return false;
  }

  private static boolean isDigit1To9(byte b) {
    return b >= '1' && b <= '9';
  }

  private int afterSpecial(int i) {
    byte c = bytes[i];
    if (c == '\\') {
      return afterEscape(i + 1);
    }
    if (c < 0) {
      return afterUtf8(i);
    }
    throw malformedAt(i, "control character inside a string");
  }

  private int afterEscape(int i) {
    if (i < end && "\"\\/bfnrt".indexOf(bytes[i]) >= 0) {
      return i + 1;
    }
    if (i + 4 < end && bytes[i] == 'u') {
      for (int k = 1; k <= 4; k++) {
        if (Character.digit(bytes[i + k], 16) < 0) {
          throw malformedAt(i, "broken \\u escape");
        }
      }
      return i + 5;
    }
    throw malformedAt(i, "broken escape");
  }

  /** RFC 3629, table in section 4: shortest form only, no surrogates, nothing past U+10FFFF. */
  private int afterUtf8(int i) {
    int lead = bytes[i] & 0xff;
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || i + length > end) {
      throw invalidUtf8(i);
    }
    int second = bytes[i + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      throw invalidUtf8(i);
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        throw invalidUtf8(i);
      }
    }
    return i + length;
  }

  /** A string or null into the span, without its quotes. */
  void stringOrNull(Span span, String field) {
    if (take('"')) {
      int from = at;
      span.set(bytes, from, string());
    } else if (peek() == 'n') {
      literal("null");
      span.clear();
    } else {
      throw new Rejection(Reason.INVALID_EVENT, field + " is neither a string nor null");
    }
  }

  /** An integer from 0 to 2^63-1, and where its digits are. */
  long unsigned(String field, Span digits) {
    peek();
    int from = at;
    long value = unsigned(field);
    digits.set(bytes, from, at);
    return value;
  }

  /** An integer from 0 to 2^63-1, which is what times and TSOs are. */
  long unsigned(String field) {
    peek();
    int i = at;
    long value = 0;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      int digit = bytes[i++] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw new Rejection(Reason.INVALID_EVENT, field + " is larger than 2^63-1");
      }
      value = value * 10 + digit;
    }
    boolean fraction = i < end && (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E');
    boolean leadingZero = i > at + 1 && bytes[at] == '0';
    if (i == at || leadingZero || fraction) {
      throw new Rejection(Reason.INVALID_EVENT, field + " is not a whole number");
    }
    at = i;
    return value;
  }

  boolean bool(String field) {
    byte next = peek();
    if (next != 't' && next != 'f') {
      throw new Rejection(Reason.INVALID_EVENT, field + " is neither true nor false");
    }
    literal(next == 't' ? "true" : "false");
    return next == 't';
  }

  void literal(String word) {
    peek();
    for (int k = 0; k < word.length(); k++) {
      if (at + k >= end || bytes[at + k] != word.charAt(k)) {
        throw malformed("expected " + word);
      }
    }
    at += word.length();
  }

  /** Reads over any value, checking it. */
  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    byte next = peek();
    if (next == '"') {
      at++;
      string();
    } else if (next == '{' || next == '[') {
      if (next == '[' || !flatObject(true)) {
        skipContainer(next == '{', depth);
      }
    } else if (next == '-' || (next >= '0' && next <= '9')) {
      skipNumber();
    } else {
      literal(next == 't' ? "true" : next == 'f' ? "false" : "null");
    }
  }

  private void skipContainer(boolean object, int depth) {
    if (depth == MAX_DEPTH) {
      throw malformed("nested deeper than " + MAX_DEPTH);
    }
    at++;
    char close = object ? '}' : ']';
    if (take(close)) {
      return;
    }
    do {
      if (object) {
        expect('"');
        string();
        expect(':');
      }
      skip(depth + 1);
    } while (take(','));
    expect(close);
  }

  private void skipNumber() {
    if (bytes[at] == '-') {
      at++;
    }
    boolean zero = at < end && bytes[at] == '0';
    int whole = digits();
    if (whole == 0 || (zero && whole > 1)) {
      throw malformed("broken number");
    }
    if (at < end && bytes[at] == '.') {
      at++;
      requireDigits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      requireDigits();
    }
  }

  private void requireDigits() {
    if (digits() == 0) {
      throw malformed("broken number");
    }
  }

  private int digits() {
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - first;
  }

  Rejection malformed(String what) {
    return malformedAt(at, what);
  }

  private Rejection malformedAt(int index, String what) {
    return new Rejection(Reason.INVALID_JSON, what + " at byte " + (index - start));
  }

  private Rejection invalidUtf8(int index) {
    return new Rejection(Reason.INVALID_UTF8, "invalid UTF-8 at byte " + (index - start));
  }
}
