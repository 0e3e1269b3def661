package io.cdcpipeline.operator.remote;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads for calls that may hang: however many do, the others find a thread. While a call hangs
 * for the first time, the pool gets a thread more; one that hung before runs on the slow pool.
 */
public final class RemoteExecutors implements AutoCloseable {
  private static final int QUICK_THREADS = 16;
  private static final int MAX_EXTRA_THREADS = 128;
  private static final int SLOW_THREADS = 64;
  private static final Duration HANGS_AFTER = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor quick = pool(QUICK_THREADS, "remote");
  private final ThreadPoolExecutor slow = pool(SLOW_THREADS, "remote-slow");
  private final ScheduledExecutorService watchdog =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work, "remote-watchdog"));
  private int hanging;

  /** For calls that did not hang the last time. */
  public Executor quick() {
    return work ->
        quick.execute(
            () -> {
              var settled = new AtomicBoolean(); // either hanging or finished, whichever is first
              var alarm =
                  watchdog.schedule(
                      () -> hangs(settled), HANGS_AFTER.toMillis(), TimeUnit.MILLISECONDS);
              try {
                work.run();
              } finally {
                alarm.cancel(false);
                if (!settled.compareAndSet(false, true)) {
                  changeHanging(-1);
                }
              }
            });
  }

  /** For calls that took long the last time. */
  public Executor slow() {
    return slow;
  }

  private void hangs(AtomicBoolean settled) {
    if (settled.compareAndSet(false, true)) {
      changeHanging(1);
    }
  }

  private synchronized void changeHanging(int by) {
    hanging += by;
    quick.setCorePoolSize(QUICK_THREADS + Math.min(MAX_EXTRA_THREADS, hanging));
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads + MAX_EXTRA_THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Interrupts running calls and accepts no more. */
  @Override
  public void close() {
    watchdog.shutdownNow();
    quick.shutdownNow();
    slow.shutdownNow();
  }
}
