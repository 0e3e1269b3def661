package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.Deadline;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Many rows as fast as the database takes them, seen at every hop until the last is searchable.
 *
 * @param cpuPerMillion CPU-seconds of each process per million rows
 * @param peakMebibytes highest resident memory of each process so far
 */
record Throughput(
    String table,
    int rows,
    int transactions,
    HopSeries hops,
    DiskUse disk,
    Map<String, Double> cpuPerMillion,
    Map<String, Double> peakMebibytes) {
  private static final Duration STALLED = Duration.ofMinutes(3);
  private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int PER_TRANSACTION = 1_000;

  static Throughput mixed(PathPlace place, String table, int rows) {
    int transactions = rows / PER_TRANSACTION;
    return measure(
        place,
        table,
        2 * PER_TRANSACTION,
        rows,
        transactions,
        load -> {
          load.seed(PER_TRANSACTION);
          for (int i = 0; i < transactions; i++) {
            load.transaction(PER_TRANSACTION);
          }
        });
  }

  static Throughput oneTransaction(PathPlace place, int rows) {
    return measure(place, "bench_bulk", 0, rows, 1, load -> load.bulk(rows));
  }

  private static Throughput measure(
      PathPlace place, String name, int seeds, int rows, int transactions, Consumer<MixedRows> work) {
    try (var load = new MixedRows(place.table(name));
        var counter = place.counter(name, load::committed)) {
      var before = ProcessUse.all();
      var disk = DiskUse.now(place);
      var series = new HopSeries(seeds, seeds + (long) rows);
      var writing = CompletableFuture.runAsync(() -> work.accept(load));
      follow(place, name, counter, series, writing);
      var after = ProcessUse.all();
      place.requireEqual(name, load);
      return new Throughput(
          name,
          rows,
          transactions,
          series,
          DiskUse.now(place).since(disk, seeds + rows),
          cpu(before, after, seeds + rows),
          peaks(after));
    }
  }

  private static void follow(
      PathPlace place,
      String name,
      HopCounter counter,
      HopSeries series,
      CompletableFuture<Void> writing) {
    var deadline = Deadline.in(STALLED);
    long[] last = {};
    long printed = 0;
    do {
      if (writing.isCompletedExceptionally()) {
        failWith(writing);
      }
      Probes.pause();
      var counts = counter.now();
      series.add(System.nanoTime(), counts);
      if (!Arrays.equals(counts, last)) {
        deadline = Deadline.in(STALLED);
      } else if (deadline.passed()) {
        throw DemoException.failed(name + ": no row has moved for 3 minutes: " + text(counts));
      }
      last = counts;
      if (System.nanoTime() - printed > PROGRESS_NANOS || series.complete()) {
        printed = System.nanoTime();
        place.steps().report(name, text(counts));
      }
    } while (!series.complete());
  }

  private static void failWith(CompletableFuture<Void> writing) {
    try {
      writing.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof DemoException known
          ? known
          : DemoException.failed("The load failed: " + e.getCause(), e);
    }
  }

  private static String text(long[] counts) {
    return "committed %,d, in Kafka %,d, lines %,d, acknowledged %,d, searchable %,d"
        .formatted(counts[0], counts[1], counts[2], counts[3], counts[4]);
  }

  private static Map<String, Double> cpu(
      Map<String, ProcessUse> before, Map<String, ProcessUse> after, int rows) {
    var cpu = new TreeMap<String, Double>();
    after.forEach(
        (name, use) -> {
          var earlier = before.getOrDefault(name, new ProcessUse(0, 0));
          cpu.put(name, (use.cpu() - earlier.cpu()) / rows * 1e6);
        });
    return cpu;
  }

  private static Map<String, Double> peaks(Map<String, ProcessUse> uses) {
    var peaks = new TreeMap<String, Double>();
    uses.forEach((name, use) -> peaks.put(name, use.peakMebibytes()));
    return peaks;
  }
}
