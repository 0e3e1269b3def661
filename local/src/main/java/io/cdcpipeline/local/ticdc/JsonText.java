package io.cdcpipeline.local.ticdc;

import java.nio.charset.StandardCharsets;

/** Writes JSON as TiCDC does: compact, with HTML characters escaped. */
final class JsonText {
  private final StringBuilder text = new StringBuilder(512);
  private boolean first = true;

  JsonText open(char bracket) {
    text.append(bracket);
    first = true;
    return this;
  }

  JsonText close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  JsonText key(String name) {
    item();
    quoted(name);
    text.append(':');
    first = true;
    return this;
  }

  JsonText raw(String value) {
    item();
    text.append(value);
    return this;
  }

  JsonText string(String value) {
    if (value == null) {
      return raw("null");
    }
    item();
    quoted(value);
    return this;
  }

  private void item() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  private void quoted(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      escape(value.charAt(i));
    }
    text.append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '<', '>', '&', '\u2028', '\u2029' -> unicode(c);
      default -> {
        if (c < ' ') {
          unicode(c);
        } else {
          text.append(c);
        }
      }
    }
  }

  private void unicode(char c) {
    text.append("\\u%04x".formatted((int) c));
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
