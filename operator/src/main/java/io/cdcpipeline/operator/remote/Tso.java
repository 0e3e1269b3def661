package io.cdcpipeline.operator.remote;

import java.time.Instant;

/**
 * TiDB timestamps: milliseconds above an 18-bit counter. They exceed 2^53, so they are longs
 * everywhere and never pass through a double.
 */
public final class Tso {
  private static final int LOGICAL_BITS = 18;

  private Tso() {}

  /** The first timestamp of that millisecond. */
  public static long of(Instant instant) {
    return instant.toEpochMilli() << LOGICAL_BITS;
  }

  /** From the two numbers of {@code POST /api/v2/tso}. */
  public static long of(long millis, long logical) {
    return (millis << LOGICAL_BITS) + logical;
  }

  public static Instant instant(long tso) {
    return Instant.ofEpochMilli(tso >> LOGICAL_BITS);
  }
}
