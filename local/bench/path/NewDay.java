package io.cdcpipeline.local.demo;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The first documents of a day against those after them, in seconds: midnight is made by the
 * session's clock of the database, from which a change has its commit time and its index.
 *
 * @param what how the index of the day came to be
 * @param first the median of the days' first documents, and the longest of them
 * @param others the median and the longest of all documents after the first
 */
record NewDay(String what, double first, double longestFirst, double others, double longest) {
  private static final int DAYS = 5;
  private static final int PER_DAY = 15;
  private static final double PER_SECOND = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final DateTimeFormatter INDEX = DateTimeFormatter.ofPattern("uuuu.MM.dd");

  /** Days with their indices made ahead, as the operator makes those of today and tomorrow. */
  static NewDay withIndexAhead(Probes probes, ElasticsearchAdmin admin, LocalDate before) {
    // The operator has made tomorrow's.
    for (int day = 2; day <= DAYS; day++) {
      var date = INDEX.format(before.plusDays(day));
      admin.createIndex("cdc-events-" + date);
      admin.createIndex("cdc-heartbeats-" + date);
    }
    return measure("made ahead by the operator", probes, before);
  }

  /** Days whose indices the first document creates, as in an Elasticsearch of the user's. */
  static NewDay withoutIndex(Probes probes, LocalDate before) {
    return measure("created by its first document", probes, before.plusDays(DAYS));
  }

  private static NewDay measure(String what, Probes probes, LocalDate before) {
    var firsts = new double[DAYS];
    var others = new double[DAYS * (PER_DAY - 1)];
    for (int day = 1; day <= DAYS; day++) {
      var midnight = before.plusDays(day).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
      // At another moment between two refreshes each day.
      LockSupport.parkNanos(day * 370_000_000L % 1_000_000_000);
      probes.table().execute("SET TIMESTAMP = " + (midnight + 1));
      var delays = day(probes);
      firsts[day - 1] = delays[0];
      System.arraycopy(delays, 1, others, (day - 1) * (PER_DAY - 1), PER_DAY - 1);
    }
    Arrays.sort(firsts);
    Arrays.sort(others);
    return new NewDay(
        what,
        firsts[DAYS / 2],
        firsts[DAYS - 1],
        others[others.length / 2],
        others[others.length - 1]);
  }

  private static double[] day(Probes probes) {
    var pace = new Pace(PER_SECOND);
    pace.await();
    int first = probes.send();
    for (int i = 1; i < PER_DAY; i++) {
      pace.await();
      probes.send();
    }
    return probes.delays(first, first + PER_DAY, TIMEOUT);
  }
}
