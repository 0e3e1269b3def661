package io.cdcpipeline.operator;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * Gives the memory back that many new pipelines took. The serial collector collects its old
 * generation only once that is full, so without this the heap would stay at its limit for good; G1
 * collects an idle heap periodically for the same reason (JEP 346).
 */
final class HeapTrim {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Less than this is not worth the pause, which is a tenth of a second for 40 MiB. */
  private static final long WORTHWHILE_BYTES = 12L << 20;

  private final LongSupplier usedBytes;
  private final Runnable collect;
  private long live;

  HeapTrim(LongSupplier usedBytes, Runnable collect) {
    this.usedBytes = usedBytes;
    this.collect = collect;
  }

  /** Looks at this process's heap from now on, on a thread that does not keep it alive. */
  static void start() {
    var runtime = Runtime.getRuntime();
    var trim = new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    var task =
        new TimerTask() {
          @Override
          public void run() {
            trim.look();
          }
        };
    new Timer("heap-trim", true).schedule(task, INTERVAL.toMillis(), INTERVAL.toMillis());
  }

  /** Collects if the heap has grown by a quarter, and worthwhile, since the last time. */
  void look() {
    if (usedBytes.getAsLong() - live >= Math.max(WORTHWHILE_BYTES, live / 4)) {
      collect.run();
      live = usedBytes.getAsLong();
    }
  }
}
