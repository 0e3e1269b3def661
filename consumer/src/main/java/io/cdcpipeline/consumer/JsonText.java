package io.cdcpipeline.consumer;

import java.nio.charset.StandardCharsets;

/** JSON strings outside the hot path: undoing and adding escapes. */
final class JsonText {
  private JsonText() {}

  /** The text of a JSON string that was validated before; the range excludes the quotes. */
  static String unescape(byte[] bytes, int from, int to) {
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

  private static char plain(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind; // quote, backslash, slash stand for themselves
    };
  }

  /** The text as a JSON string with its quotes. */
  static String quote(String text) {
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
