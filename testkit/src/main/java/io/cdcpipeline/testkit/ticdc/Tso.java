package io.cdcpipeline.testkit.ticdc;

/**
 * Timestamps of the upstream cluster: milliseconds shifted left by 18 bits, plus a logical counter.
 */
public final class Tso {
  private Tso() {}

  public static long ofMillis(long millis) {
    return millis << 18;
  }

  public static long millis(long tso) {
    return tso >> 18;
  }
}
