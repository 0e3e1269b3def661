package io.cdcpipeline.local.binlog;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Dates and times of the binlog as the text that the database shows, in UTC. The library's own
 * readers turn them into points in time, which a zero or partly zero date is not, and drop the sign
 * of TIME. Formats: MySQL's "Date and Time Data Type Representation".
 */
final class TemporalText {
  private static final int MICRO_DIGITS = 6;

  private TemporalText() {}

  /** Three bytes, the lowest first: 15 bits of year, 4 of month, 5 of day. */
  static String date(byte[] packed) {
    int value = (packed[2] & 0xff) << 16 | (packed[1] & 0xff) << 8 | packed[0] & 0xff;
    return day(value >> 9, value >> 5 & 0xf, value & 0x1f);
  }

  /**
   * Five bytes and the fraction: a sign, 17 bits of year × 13 + month, 5 each of day and hour, 6
   * each of minute and second.
   */
  static String dateTime(int digits, byte[] packed) {
    long whole = unsigned(packed, 0, 5) & (1L << 39) - 1;
    long date = whole >> 17;
    long months = date >> 5;
    return day(months / 13, months % 13, date & 0x1f)
        + " "
        + clock(whole >> 12 & 0x1f, whole >> 6 & 0x3f, whole & 0x3f)
        + fraction(digits, unsigned(packed, 5, packed.length));
  }

  /** Four bytes of seconds since 1970, 0 for the zero date, and the fraction. */
  static String timestamp(int digits, byte[] packed) {
    long seconds = unsigned(packed, 0, 4);
    long fraction = unsigned(packed, 4, packed.length);
    if (seconds == 0 && fraction == 0) {
      return day(0, 0, 0) + " " + clock(0, 0, 0) + fraction(digits, 0);
    }
    var time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return day(time.getYear(), time.getMonthValue(), time.getDayOfMonth())
        + " "
        + clock(time.getHour(), time.getMinute(), time.getSecond())
        + fraction(digits, fraction);
  }

  /** A number offset by half its range: ten bits of hours, six of minutes, six of seconds. */
  static String time(int digits, byte[] packed) {
    long signed = unsigned(packed, 0, packed.length) - (1L << 8 * packed.length - 1);
    long size = Math.abs(signed);
    int fractionBits = 8 * fractionBytes(digits);
    long whole = size >> fractionBits;
    return (signed < 0 ? "-" : "")
        + clock(whole >> 12 & 0x3ff, whole >> 6 & 0x3f, whole & 0x3f)
        + fraction(digits, size & (1L << fractionBits) - 1);
  }

  static int fractionBytes(int digits) {
    return (digits + 1) / 2;
  }

  private static String day(long year, long month, long day) {
    return "%04d-%02d-%02d".formatted(year, month, day);
  }

  private static String clock(long hours, long minutes, long seconds) {
    return "%02d:%02d:%02d".formatted(hours, minutes, seconds);
  }

  /** Stored with an even number of digits. */
  private static String fraction(int digits, long stored) {
    if (digits == 0) {
      return "";
    }
    var micros = ("%0" + 2 * fractionBytes(digits) + "d").formatted(stored);
    return "." + (micros + "0".repeat(MICRO_DIGITS)).substring(0, digits);
  }

  private static long unsigned(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
