package io.cdcpipeline.local.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From commit to searchable document while rows of mixed operations flow.
 *
 * @param shipper what brought the lines to Elasticsearch
 * @param wanted rows a second
 * @param reached rows a second that the database committed
 * @param p50 seconds, as {@code p99} and {@code longest}
 * @param probes how many transactions were timed
 */
record SearchDelay(
    String shipper, int wanted, double reached, double p50, double p99, double longest, int probes) {
  private static final int WARM_UP_SECONDS = 10;
  private static final int PROBES_PER_SECOND = 20;
  private static final int MOST_TRANSACTIONS_PER_SECOND = 20;
  private static final double QUEUED_SECONDS = 4;
  private static final int LEAST_ROWS = 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  static SearchDelay measure(
      String shipper, int rate, int seconds, MixedRows load, Probes probes) {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      int rows = rate - PROBES_PER_SECOND;
      double perSecond = Math.min(MOST_TRANSACTIONS_PER_SECOND, (double) rows / LEAST_ROWS);
      int transaction = (int) Math.round(rows / perSecond);
      load.seed(transaction);
      int all = WARM_UP_SECONDS + seconds;
      Future<Double> writing = writer.submit(() -> write(load, transaction, perSecond, all));
      var pace = new Pace(PROBES_PER_SECOND);
      int first = probes.send() + 1 + WARM_UP_SECONDS * PROBES_PER_SECOND;
      int last = first + seconds * PROBES_PER_SECOND;
      for (int number = first - WARM_UP_SECONDS * PROBES_PER_SECOND; number < last; number++) {
        pace.await();
        probes.send();
      }
      double reached = writing.get() + PROBES_PER_SECOND;
      return of(shipper, rate, reached, probes.delays(first, last, TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    } catch (ExecutionException e) {
      throw DemoException.failed("The load failed: " + e.getCause().getMessage(), e);
    } finally {
      writer.shutdownNow();
    }
  }

  /** Whether Elasticsearch did not keep up: refreshes and reads alone never take so long. */
  boolean queued() {
    return p50 > QUEUED_SECONDS;
  }

  private static double write(MixedRows load, int rows, double perSecond, int seconds) {
    long start = System.nanoTime();
    var pace = new Pace(perSecond);
    int transactions = (int) (perSecond * seconds);
    for (int i = 0; i < transactions; i++) {
      pace.await();
      load.transaction(rows);
    }
    return (double) rows * transactions / ((System.nanoTime() - start) / 1e9 + 1 / perSecond);
  }

  private static SearchDelay of(String shipper, int rate, double reached, double[] delays) {
    Arrays.sort(delays);
    return new SearchDelay(
        shipper,
        rate,
        reached,
        delays[delays.length / 2],
        delays[Math.min(delays.length - 1, delays.length * 99 / 100)],
        delays[delays.length - 1],
        delays.length);
  }
}
