package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.remote.Tso;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the audit of a pipeline remembers: up to where it has read heartbeats, and the windows that
 * do not agree yet. A window that agrees is forgotten, so each is verified once. Immutable; all
 * comparisons are of TSOs, as longs.
 *
 * @param start where the audit begins
 * @param began where the windows of every partition began; nothing is known of what was committed
 *     before
 * @param verifiedBefore what another process verified before this one; null for nothing
 * @param read for each partition the watermark up to which its windows are known
 * @param open windows to count, or to count again
 * @param unverified how many windows cannot be verified, by rounded end
 * @param behind whether Elasticsearch has more heartbeats than one request returns
 * @param resumed whether another process reported differences: what still differs is not new
 */
record AuditLedger(
    long start,
    long began,
    Instant verifiedBefore,
    Map<Integer, Long> read,
    List<OpenWindow> open,
    NavigableMap<Instant, Long> unverified,
    boolean behind,
    boolean resumed) {
  /** Together they bound memory and answers: with more windows open, no further ones are read. */
  static final int MAX_OPEN = 8000;

  /** Five minutes of windows: those of two minutes settle, the others are waited for. */
  private static final int MAX_OPEN_OF_PARTITION = 10;

  private static final int MAX_SPANS = 500;

  /** Three for each partition of 10,000; an answer has 30 bytes for each. */
  private static final int MAX_COUNTED = 30_000;

  private static final Duration UNVERIFIED_FOR = Duration.ofDays(1);

  static AuditLedger startingAt(Instant start) {
    long from = Tso.of(start);
    return new AuditLedger(from, from, null, Map.of(), List.of(), new TreeMap<>(), false, false);
  }

  /** Where a process before this one ended; its rounded count of unverified windows is kept. */
  static AuditLedger resuming(
      Instant start, Instant verifiedUntil, long unverified, boolean differed) {
    var before = new TreeMap<Instant, Long>();
    if (unverified > 0) {
      before.put(start.minusSeconds(1), unverified);
    }
    long from = Tso.of(start);
    return new AuditLedger(from, from, verifiedUntil, Map.of(), List.of(), before, false, differed);
  }

  /** For each slice, heartbeats after this TSO are not known for every partition. */
  List<Long> readFrom(int partitions) {
    return IntStream.range(0, AuditSlices.number(partitions))
        .mapToObj(slice -> readFrom(AuditSlices.of(slice, partitions)))
        .toList();
  }

  private long readFrom(List<Integer> partitions) {
    return read.keySet().containsAll(partitions)
        ? partitions.stream().mapToLong(read::get).min().orElse(start)
        : start;
  }

  /** The windows to count now: first those that have waited longest. */
  List<HeartbeatWindow> due(long closedBefore) {
    var spans = new HashSet<List<Long>>();
    return open.stream()
        .filter(one -> one.window().to() <= closedBefore)
        .sorted(
            Comparator.comparing(
                    OpenWindow::countedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingLong(one -> one.window().to()))
        .map(OpenWindow::window)
        .takeWhile(
            window -> {
              spans.add(List.of(window.from(), window.to()));
              return spans.size() <= MAX_SPANS;
            })
        .limit(MAX_COUNTED)
        .toList();
  }

  /** After a count of documents; windows without one stay as they are. */
  AuditLedger counted(Map<HeartbeatWindow, Long> documents, Instant now, Duration grace) {
    var since = resumed ? now.minus(grace) : now;
    var still =
        open.stream()
            .map(
                one ->
                    documents.containsKey(one.window())
                        ? one.counted(documents.get(one.window()), now, since)
                        : one)
            .filter(one -> !one.agrees())
            .toList();
    boolean first = resumed && documents.isEmpty();
    return new AuditLedger(start, began, verifiedBefore, read, still, unverified, behind, first);
  }

  /** Adds the windows that were found; each partition's must continue where the last one ended. */
  AuditLedger read(List<HeartbeatWindow> found, boolean more, long patience, AuditTimes times) {
    if (open.size() >= Math.max(MAX_OPEN, MAX_OPEN_OF_PARTITION * read.size())) {
      return this;
    }
    long nowBegan = began;
    var nowRead = new HashMap<>(read);
    var nowOpen = new ArrayList<>(open);
    var nowUnverified = new TreeMap<>(unverified);
    for (var windows : byPartition(found)) {
      int partition = windows.get(0).partition();
      var chain = WindowChain.follow(read.get(partition), start, windows, patience);
      nowBegan = read.containsKey(partition) ? nowBegan : Math.max(nowBegan, chain.began());
      nowRead.put(partition, chain.read());
      chain.verifiable().forEach(window -> nowOpen.add(OpenWindow.of(window)));
      for (long end : chain.unverifiable()) {
        nowUnverified.merge(times.rounded(Tso.instant(end)), 1L, Long::sum);
      }
    }
    return new AuditLedger(
        start, nowBegan, verifiedBefore, nowRead, nowOpen, nowUnverified, more, resumed);
  }

  private static Collection<List<HeartbeatWindow>> byPartition(List<HeartbeatWindow> found) {
    return found.stream().collect(Collectors.groupingBy(HeartbeatWindow::partition)).values();
  }

  /**
   * Without what began before that TSO, whose documents retention has deleted, and without what was
   * unverified more than a day ago.
   */
  AuditLedger expired(long firstKept, Instant now) {
    var kept = open.stream().filter(one -> one.window().from() >= firstKept).toList();
    var recent = new TreeMap<>(unverified.tailMap(now.minus(UNVERIFIED_FOR), true));
    return new AuditLedger(start, began, verifiedBefore, read, kept, recent, behind, resumed);
  }

  /** Up to which TSO nothing is missing of what can be verified. */
  long verifiedUntil(int partitions) {
    return open.stream()
        .filter(OpenWindow::mayMiss)
        .mapToLong(one -> one.window().from())
        .reduce(Collections.min(readFrom(partitions)), Math::min);
  }
}
