package io.cdcpipeline.shop.http;

import java.nio.charset.StandardCharsets;

/** Limits of single values; each failure names the field and what was expected. */
final class Check {
  private Check() {}

  static long id(String field, Long value) {
    if (value == null || value < 1) {
      throw new BadRequestException(field, "must be an id, a whole number from 1");
    }
    return value;
  }

  /** An id in a path or a query, where everything is text. */
  static long number(String field, String text, long lowest, long highest) {
    try {
      long number = Long.parseLong(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new BadRequestException(field, range(lowest, highest));
  }

  static int number(String field, Integer value, int lowest, int highest) {
    if (value == null || value < lowest || value > highest) {
      throw new BadRequestException(field, range(lowest, highest));
    }
    return value;
  }

  private static String range(long lowest, long highest) {
    return "must be a whole number from %d to %d".formatted(lowest, highest);
  }

  static String text(String field, String value, int longest) {
    if (value == null || value.isBlank() || value.length() > longest) {
      throw new BadRequestException(
          field, "must be a text of 1 to %d characters".formatted(longest));
    }
    return value;
  }

  static String bytes(String field, String value, int most) {
    text(field, value, most);
    if (value.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new BadRequestException(field, "must be at most %d bytes in UTF-8".formatted(most));
    }
    return value;
  }
}
