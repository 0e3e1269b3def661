package io.cdcpipeline.consumer.json;

import java.nio.charset.StandardCharsets;

/** JSON strings outside the hot path: validating, removing and adding escapes. */
public final class JsonStrings {
  private JsonStrings() {}

  /** The text of an already validated JSON string; the range excludes the quotes. */
  public static String unescape(byte[] bytes, int from, int to) {
    String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    int escape = raw.indexOf('\\');
    if (escape < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int start = 0;
    while (escape >= 0) {
      text.append(raw, start, escape);
      char kind = raw.charAt(escape + 1);
      if (kind == 'u') {
        text.append((char) Integer.parseInt(raw, escape + 2, escape + 6, 16));
        start = escape + 6;
      } else {
        text.append(plain(kind));
        start = escape + 2;
      }
      escape = raw.indexOf('\\', start);
    }
    return text.append(raw, start, raw.length()).toString();
  }

  /** The index after an escape whose backslash precedes i; -1 when it is invalid. */
  static int endOfEscape(byte[] bytes, int i, int end) {
    if (i < end && "\"\\/bfnrt".indexOf(bytes[i]) >= 0) {
      return i + 1;
    }
    if (i + 4 >= end || bytes[i] != 'u') {
      return -1;
    }
    for (int k = 1; k <= 4; k++) {
      if (Character.digit(bytes[i + k], 16) < 0) {
        return -1;
      }
    }
    return i + 5;
  }

  /**
   * The index after the non-ASCII UTF-8 character that starts at i; -1 when it is invalid. RFC
   * 3629, section 4: shortest form only, no surrogates, nothing above U+10FFFF.
   */
  static int endOfCharacter(byte[] bytes, int i, int end) {
    int lead = bytes[i] & 0xff;
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || i + length > end) {
      return -1;
    }
    int second = bytes[i + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return -1;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return i + length;
  }

  private static char plain(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind; // a quote, backslash or slash represents itself
    };
  }

  /** The text as a JSON string with its quotes. */
  public static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
