package io.cdcpipeline.consumer.canal;

import java.time.Duration;

/**
 * TiDB's timestamps: epoch milliseconds of the database's clock in all but the lowest 18 bits,
 * which hold a logical counter.
 */
public final class Tso {
  /**
   * How far a TSO may be ahead of the timestamp of its Kafka record. A true one is in the past when
   * it is sent, so only a difference between clocks puts it ahead: that of the database, and that
   * of TiCDC's node or the broker. Clocks that are an hour apart (a wrong daylight-saving rule)
   * must not stop the counting, hence twice that; a forged TSO within the bound does its damage for
   * two hours at most.
   */
  public static final Duration MAX_AHEAD = Duration.ofHours(2);

  private static final int LOGICAL_BITS = 18;

  private Tso() {}

  public static long millis(long tso) {
    return tso >>> LOGICAL_BITS;
  }

  /** The first TSO of a millisecond. */
  public static long ofMillis(long epochMillis) {
    return epochMillis << LOGICAL_BITS;
  }

  /** Whether a TSO is further ahead of another clock than the two clocks can differ. */
  public static boolean isTooFarAhead(long tso, long clockMillis) {
    return millis(tso) - clockMillis > MAX_AHEAD.toMillis();
  }
}
