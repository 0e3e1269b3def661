package io.cdcpipeline.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The time of day that never goes back, so that no span is measured wrong by hours and nothing that
 * is due waits for them. When the system's clock is set back, this one runs a tenth slower until
 * both agree again. When it is set forward, or the machine wakes up, this one follows at once:
 * whatever is due is then merely done early.
 */
final class SteadyClock extends Clock {
  private static final int SLOWER_BY = 10;

  private final Clock system;
  private final LongSupplier nanoTime;
  private Instant last;
  private long lastNanos;

  /**
   * Starts at the time of the system's clock.
   *
   * @param nanoTime {@link System#nanoTime}
   */
  SteadyClock(Clock system, LongSupplier nanoTime) {
    this.system = system;
    this.nanoTime = nanoTime;
    this.last = system.instant();
    this.lastNanos = nanoTime.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long nanos = nanoTime.getAsLong();
    var passed = Duration.ofNanos(nanos - lastNanos);
    var shown = system.instant();
    var earliest = last.plus(passed.minus(passed.dividedBy(SLOWER_BY)));
    last = shown.isBefore(earliest) ? earliest : shown;
    lastNanos = nanos;
    return last;
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(system.withZone(zone), nanoTime);
  }
}
