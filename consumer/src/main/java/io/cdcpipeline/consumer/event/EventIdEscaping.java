package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonStrings;

/**
 * Percent-escapes the parts of an event id, so that two different keys never produce the same id
 * and the id needs no JSON escapes. In names dots are escaped too: {@code a.b}.{@code c} and {@code
 * a}.{@code b.c} are different tables.
 */
final class EventIdEscaping {
  private static final boolean[] RESERVED_IN_KEY = reserved("%/@,\"\\");
  private static final boolean[] RESERVED_IN_NAME = reserved("%/@,\"\\.");
  private static final byte[] HEX = ByteWriter.utf8("0123456789ABCDEF");

  /** SQL NULL; never the result of escaping, where hex digits or a u follow a percent sign. */
  static final byte[] NULL = ByteWriter.utf8("%N");

  private EventIdEscaping() {}

  static void appendKey(ByteWriter out, byte[] json, int from, int to) {
    append(out, json, from, to, RESERVED_IN_KEY);
  }

  static void appendName(ByteWriter out, byte[] json, int from, int to) {
    append(out, json, from, to, RESERVED_IN_NAME);
  }

  /** Appends JSON string content; nearly always nothing needs escaping and this is one copy. */
  private static void append(ByteWriter out, byte[] json, int from, int to, boolean[] reserved) {
    for (int i = from; i < to; i++) {
      if (reserved[json[i] & 0xff]) {
        appendEscaped(out, json, from, to, reserved);
        return;
      }
    }
    out.put(json, from, to);
  }

  private static void appendEscaped(
      ByteWriter out, byte[] json, int from, int to, boolean[] reserved) {
    JsonStrings.unescape(json, from, to).codePoints().forEach(c -> appendEscaped(out, c, reserved));
  }

  private static void appendEscaped(ByteWriter out, int codePoint, boolean[] reserved) {
    if (codePoint < 128 && reserved[codePoint]) {
      out.put('%');
      out.put(HEX[codePoint >> 4]);
      out.put(HEX[codePoint & 15]);
    } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      // An unpaired surrogate, possible through a \\u escape, has no UTF-8 form.
      out.put("%u" + Integer.toHexString(codePoint));
    } else {
      out.put(Character.toString(codePoint));
    }
  }

  private static boolean[] reserved(String characters) {
    boolean[] reserved = new boolean[256];
    for (int c = 0; c < ' '; c++) {
      reserved[c] = true;
    }
    reserved[127] = true;
    characters.chars().forEach(c -> reserved[c] = true);
    return reserved;
  }
}
