package io.cdcpipeline.operator.status;

import java.time.Duration;

/** Lags as the status shows them: every change of a number is a write. */
public final class RoundedLag {
  private RoundedLag() {}

  /** In seconds, rounded down to steps that grow with the lag; less than 10 s is 0. */
  public static long seconds(Duration lag) {
    long seconds = lag.toSeconds();
    long step = seconds < 60 ? 10 : seconds < 600 ? 60 : 600;
    return seconds / step * step;
  }
}
