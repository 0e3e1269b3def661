package io.cdcpipeline.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What each hop had seen at many moments, from the first row to the last. */
final class HopSeries {
  private record Sample(long nanos, long[] counts) {}

  /** A hop that is no more than this much faster is fed by the one before it. */
  private static final double FED = 1.1;

  private final long from;
  private final long to;
  private final List<Sample> samples = new ArrayList<>();

  /** Rows after the first {@code from}, up to {@code to}. */
  HopSeries(long from, long to) {
    this.from = from;
    this.to = to;
  }

  void add(long nanos, long[] counts) {
    samples.add(new Sample(nanos, counts));
  }

  boolean complete() {
    var last = samples.get(samples.size() - 1).counts();
    return IntStream.range(0, last.length).allMatch(hop -> last[hop] >= to);
  }

  /**
   * Rows per second from the first sample with a new row to the first with all; infinite if that is
   * the same one, as in the database after one transaction.
   */
  double rate(int hop) {
    var first = first(hop, from + 1);
    var last = first(hop, to);
    double seconds = (last.nanos() - first.nanos()) / 1e9;
    return seconds == 0
        ? Double.POSITIVE_INFINITY
        : (Math.min(to, last.counts()[hop]) - first.counts()[hop]) / seconds;
  }

  String rateText(int hop) {
    return Double.isInfinite(rate(hop)) ? "all at once" : "%,.0f".formatted(rate(hop));
  }

  /** The most rows that the hop before had seen and this one had not. */
  long backlog(int hop) {
    return hop == 0
        ? 0
        : samples.stream().mapToLong(s -> s.counts()[hop - 1] - s.counts()[hop]).max().orElse(0);
  }

  /** From the first row in the database to the last at this hop. */
  double seconds(int hop) {
    return (first(hop, to).nanos() - first(0, from + 1).nanos()) / 1e9;
  }

  /** The first of those that are not faster than what they feed. */
  int slowest() {
    int hops = samples.get(0).counts().length;
    double least = IntStream.range(0, hops).mapToDouble(this::rate).min().orElseThrow();
    return IntStream.range(0, hops).filter(h -> rate(h) <= FED * least).findFirst().orElseThrow();
  }

  private Sample first(int hop, long count) {
    return samples.stream().filter(s -> s.counts()[hop] >= count).findFirst().orElseThrow();
  }
}
