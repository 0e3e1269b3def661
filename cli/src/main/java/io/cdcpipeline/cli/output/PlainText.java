package io.cdcpipeline.cli.output;

import java.time.Duration;
import java.util.regex.Pattern;

/** Text from elsewhere, made safe for a terminal. */
public final class PlainText {
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");

  private PlainText() {}

  /** Control characters, of which some would steer the terminal, as escapes. */
  public static String safe(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                safe.append("\\n");
              } else if (c == '\t') {
                safe.append("\\t");
              } else if (Character.isISOControl(c) || isBidirectional(c)) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** Reorders what follows, so that a value could pretend to be another. */
  private static boolean isBidirectional(int c) {
    return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
  }

  /** A refusal without the place holder that some API servers print for a list or an object. */
  public static String refusal(String message) {
    return message.replaceAll("Invalid value: \"(array|object)\": ", "Invalid value: ");
  }

  static String oneLine(String text) {
    return text.replace('\n', ' ');
  }

  static int width(String text) {
    return COLOR
        .matcher(text)
        .replaceAll("")
        .codePointCount(0, COLOR.matcher(text).replaceAll("").length());
  }

  /** At most that many characters, the last of them a mark that there are more. */
  public static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** As kubectl writes ages: 45s, 12m, 5h, 3d. */
  public static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 7200) {
      return seconds / 60 + "m";
    }
    return seconds < 172800 ? seconds / 3600 + "h" : seconds / 86400 + "d";
  }
}
