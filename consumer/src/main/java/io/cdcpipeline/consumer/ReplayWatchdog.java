package io.cdcpipeline.consumer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when a replay makes no progress: a broker that never answers, standard output
 * that nobody reads, or a thread that hangs. The Job then starts it again, which a probe could do
 * no better.
 */
final class ReplayWatchdog {
  /**
   * Longer than a broker or a container runtime takes to restart, an upgrade of either included.
   */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(ReplayWatchdog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final LongSupplier progress;
  private final Time time;
  private long seen;
  private long since;

  /**
   * Begins to wait.
   *
   * @param progress differs after each step of the replay; called on another thread
   */
  ReplayWatchdog(LongSupplier progress, Time time) {
    this.progress = progress;
    this.time = time;
    seen = progress.getAsLong();
    since = time.nanos();
  }

  /** Watches in the background until the process ends. */
  void start(Runnable giveUp) {
    Thread thread = new Thread(() -> watch(giveUp), "replay-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch(Runnable giveUp) {
    while (!expired()) {
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
    log.error(
        "The replay has made no progress for {} minutes, and is ended to be started again",
        PATIENCE.toMinutes());
    giveUp.run();
  }

  /** Whether nothing has happened for too long. */
  boolean expired() {
    long now = progress.getAsLong();
    if (now != seen) {
      seen = now;
      since = time.nanos();
    }
    return time.nanos() - since >= PATIENCE.toNanos();
  }
}
