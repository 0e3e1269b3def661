package io.cdcpipeline.local.ticdc;

import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/** Formats dates and times from microseconds, as TiDB does. The stand-in's time zone is UTC. */
final class TemporalText {
  private static final long SECOND = 1_000_000;

  private TemporalText() {}

  static String date(long micros) {
    GregorianCalendar day = calendar(micros);
    return "%04d-%02d-%02d"
        .formatted(
            day.get(Calendar.YEAR), day.get(Calendar.MONTH) + 1, day.get(Calendar.DAY_OF_MONTH));
  }

  static String dateTime(long micros, int fraction) {
    long ofDay = Math.floorMod(micros, SECOND * 86_400);
    return date(micros) + " " + time(ofDay, fraction);
  }

  static String time(long micros, int fraction) {
    long size = Math.abs(micros);
    long seconds = size / SECOND;
    return (micros < 0 ? "-" : "")
        + "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        + fraction(size % SECOND, fraction);
  }

  /** The library uses the Julian calendar for days before 1582, and so does this. */
  private static GregorianCalendar calendar(long micros) {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.setTimeInMillis(Math.floorDiv(micros, 1000));
    return calendar;
  }

  private static String fraction(long micros, int digits) {
    return digits == 0 ? "" : "." + "%06d".formatted(micros).substring(0, digits);
  }
}
