package io.cdcpipeline.consumer.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations in buckets from 1 ms to 10 min; written by one thread, read by scrapes. */
public final class LatencyHistogram {
  private static final double[] BOUNDS = {
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    60,
    300,
    600,
    Double.POSITIVE_INFINITY
  };
  private static final long[] BOUNDS_MILLIS = new long[BOUNDS.length];

  static {
    for (int i = 0; i < BOUNDS.length; i++) {
      BOUNDS_MILLIS[i] = (long) (BOUNDS[i] * 1000); // the last becomes Long.MAX_VALUE
    }
  }

  private final long createdMillis = System.currentTimeMillis();
  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length);
  private final AtomicLong sumMillis = new AtomicLong();

  /** A negative duration (clock skew) counts as 0. */
  public void observe(long millis) {
    long duration = Math.max(0, millis);
    int bucket = 0;
    while (duration > BOUNDS_MILLIS[bucket]) {
      bucket++;
    }
    counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    sumMillis.setRelease(sumMillis.getPlain() + duration);
  }

  HistogramSnapshot snapshot(String name, String help) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < BOUNDS.length; i++) {
      buckets.bucket(BOUNDS[i], counts.get(i));
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sumMillis.get() / 1000.0)
                .createdTimestampMillis(createdMillis)
                .build())
        .build();
  }
}
