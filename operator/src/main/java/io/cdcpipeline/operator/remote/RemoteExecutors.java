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
 * Threads for calls that may hang: however many of them do, others find a thread. A call that hangs
 * for the first time soon gets a stand-in for its thread; one that hung before takes the slow lane.
 */
public final class RemoteExecutors implements AutoCloseable {
  private static final int QUICK = 16;
  private static final int STAND_INS = 128;
  private static final int SLOW = 64;
  private static final Duration HANGS_AFTER = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor quick = pool(QUICK, "background");
  private final ThreadPoolExecutor slow = pool(SLOW, "background-slow");
  private final ScheduledExecutorService watch =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work, "background-watch"));
  private int hanging;

  /** For calls of which nothing bad is known. */
  public Executor quick() {
    return work ->
        quick.execute(
            () -> {
              var late = new AtomicBoolean();
              var alarm =
                  watch.schedule(() -> late(late), HANGS_AFTER.toMillis(), TimeUnit.MILLISECONDS);
              try {
                work.run();
              } finally {
                alarm.cancel(false);
                if (!late.compareAndSet(false, true)) {
                  standIns(-1);
                }
              }
            });
  }

  /** For calls that took long the last time. */
  public Executor slow() {
    return slow;
  }

  private void late(AtomicBoolean late) {
    if (late.compareAndSet(false, true)) {
      standIns(1);
    }
  }

  private synchronized void standIns(int more) {
    hanging += more;
    quick.setCorePoolSize(QUICK + Math.min(STAND_INS, hanging));
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads + STAND_INS,
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

  /** Interrupts what runs and takes nothing more. */
  @Override
  public void close() {
    watch.shutdownNow();
    quick.shutdownNow();
    slow.shutdownNow();
  }
}
