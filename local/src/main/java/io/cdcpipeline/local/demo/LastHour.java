package io.cdcpipeline.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes {@code sum by (op) (increase(cdc_events_total[1h]))} from counters read every two
 * seconds: a counter that decreases was reset, so its whole value is new.
 */
final class LastHour implements AutoCloseable {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final long EVERY_SECONDS = 2;

  private record Growth(Instant at, String op, long count) {}

  private final Supplier<Counts> counters;
  private final Deque<Growth> growth = new ArrayDeque<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> reading;
  private Counts before = Counts.empty();

  private LastHour(Supplier<Counts> counters) {
    this.counters = counters;
  }

  static LastHour start(Supplier<Counts> counters) {
    LastHour hour = new LastHour(counters);
    hour.reading =
        hour.timer.scheduleWithFixedDelay(hour::read, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    return hour;
  }

  private void read() {
    read(counters.get(), Instant.now());
  }

  synchronized void read(Counts now, Instant at) {
    if (now.byKey().isEmpty()) {
      return;
    }
    now.byKey()
        .forEach(
            (key, count) -> {
              long more = count < before.of(key) ? count : count - before.of(key);
              if (more > 0) {
                growth.add(new Growth(at, key.op(), more));
              }
            });
    before = now;
    while (!growth.isEmpty() && growth.peek().at().isBefore(at.minus(WINDOW))) {
      growth.remove();
    }
  }

  synchronized Map<String, Long> increase() {
    Map<String, Long> byOp = new TreeMap<>();
    growth.forEach(g -> byOp.merge(g.op(), g.count(), Long::sum));
    return byOp;
  }

  @Override
  public void close() {
    reading.cancel(true);
    timer.shutdownNow();
  }
}
