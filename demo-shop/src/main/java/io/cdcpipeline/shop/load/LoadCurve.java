package io.cdcpipeline.shop.load;

import io.cdcpipeline.shop.config.LoadSettings;

/**
 * How many requests are due by when. Each shape has the same average, so a curve is compared with
 * the clock alone, and what was late is made up for.
 */
record LoadCurve(LoadSettings settings) {
  /** At night a fifth of the average, at noon nine fifths. */
  private static final double DAY_SWING = 0.8;

  /** A tenth of each period carries more than half of its requests. */
  private static final double BURST_SHARE = 0.1;

  private static final double BURST_RATE = 5.5;
  private static final double REST_RATE = 0.5;

  /** Requests due in the time between two moments, in seconds since midnight UTC of some day. */
  double due(double from, double to) {
    return settings.perSecond() * (volume(to) - volume(from));
  }

  /** What a load of 1/s would have sent since second 0. */
  private double volume(double second) {
    double period = settings.period().toSeconds();
    return switch (settings.shape()) {
      case STEADY -> second;
      case DAY -> {
        double turn = 2 * Math.PI / period;
        yield second - DAY_SWING / turn * Math.sin(turn * second);
      }
      case BURST -> {
        double periods = Math.floor(second / period);
        yield periods * period + burst(second - periods * period, period * BURST_SHARE);
      }
    };
  }

  private static double burst(double second, double length) {
    return second < length
        ? BURST_RATE * second
        : BURST_RATE * length + REST_RATE * (second - length);
  }
}
