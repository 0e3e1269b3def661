package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.process.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Transactions of one row each, timed from the return of their COMMIT until a search finds the row.
 * A search begins every 20 ms, so that a time is at most that and one search too long.
 */
final class Probes implements AutoCloseable {
  private static final int MOST = 100_000;
  private static final long PAUSE_MILLIS = 20;

  private final BenchTable table;
  private final SearchClient search;
  private final long[] committedAt = new long[MOST];
  private final long[] foundAt = new long[MOST];
  private final long[] commitTs = new long[MOST];
  private volatile int sent;
  private int allFoundBelow;
  private volatile boolean closed;
  private volatile RuntimeException failure;
  private final Thread searching = new Thread(this::searchUntilClosed, "probes");

  Probes(BenchTable table, SearchClient search) {
    this.table = table;
    this.search = search;
    searching.start();
  }

  /** Sends one and returns its number. */
  int send() {
    int number = sent;
    table.insert(number, number + 1);
    table.commit();
    committedAt[number] = System.nanoTime();
    sent = number + 1;
    return number;
  }

  /** Seconds of those from one number to before another, once all have been found. */
  double[] delays(int from, int to, Duration timeout) {
    var deadline = Deadline.in(timeout);
    while (found() < to) {
      if (failure != null) {
        throw failure;
      }
      if (deadline.passed()) {
        throw DemoException.failed(
            "probe %d of %s was not searchable %d s after the last one was sent"
                .formatted(found(), table.name(), timeout.toSeconds()));
      }
      pause();
    }
    var delays = new double[to - from];
    Arrays.setAll(delays, i -> Math.max(0, foundAt[from + i] - committedAt[from + i]) / 1e9);
    return delays;
  }

  BenchTable table() {
    return table;
  }

  private synchronized int found() {
    return allFoundBelow;
  }

  private void searchUntilClosed() {
    try {
      while (!closed) {
        if (found() < sent) {
          mark(hits(found() == 0 ? 0 : commitTs[found() - 1]));
        }
        pause();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private Iterable<JsonNode> hits(long after) {
    List<JsonNode> hits = new ArrayList<>();
    search
        .search(
            """
            {"size": 1000, "_source": false, "sort": ["commit_ts"], "query": {"bool": {"filter": [
              {"term": {"table": "%s"}}, {"term": {"op": "INSERT"}},
              {"range": {"commit_ts": {"gt": %d}}}]}}}
            """
                .formatted(table.name(), after),
            Duration.ofSeconds(60))
        .at("/hits/hits")
        .forEach(hits::add);
    return hits;
  }

  private synchronized void mark(Iterable<JsonNode> hits) {
    long now = System.nanoTime();
    for (var hit : hits) {
      // DATABASE.TABLE/KEY@COMMIT_TS/INSERT
      var id = hit.path("_id").asText();
      int number = Integer.parseInt(id.substring(id.indexOf('/') + 1, id.indexOf('@')));
      if (foundAt[number] == 0) {
        foundAt[number] = now;
        commitTs[number] = hit.path("sort").path(0).asLong();
      }
    }
    while (allFoundBelow < MOST && foundAt[allFoundBelow] != 0) {
      allFoundBelow++;
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      searching.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    table.close();
  }
}
