package io.cdcpipeline.shop.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the load generator does.
 *
 * @param perSecond requests a second, on average over a period
 * @param period length of a day or of one round of bursts; a steady load has none
 */
public record LoadSettings(double perSecond, Shape shape, Duration period) {
  /** How the rate changes over a period. */
  public enum Shape {
    STEADY(Duration.ofMinutes(1)),
    DAY(Duration.ofHours(24)),
    BURST(Duration.ofMinutes(1));

    private final Duration usualPeriod;

    Shape(Duration usualPeriod) {
      this.usualPeriod = usualPeriod;
    }
  }

  private static final Pattern RATE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)/([smh])");
  private static final double HIGHEST_PER_SECOND = 5000;

  static Optional<LoadSettings> from(Environment settings) {
    Shape shape = settings.oneOf("LOAD_PATTERN", Shape.class, Shape.STEADY);
    Duration period = settings.duration("LOAD_PERIOD", shape.usualPeriod);
    double rate = settings.optional("LOAD").map(LoadSettings::perSecond).orElse(0.0);
    return rate == 0 ? Optional.empty() : Optional.of(new LoadSettings(rate, shape, period));
  }

  private static double perSecond(String text) {
    Matcher rate = RATE.matcher(text);
    if (rate.matches()) {
      double perSecond = Double.parseDouble(rate.group(1)) / seconds(rate.group(2));
      if (perSecond <= HIGHEST_PER_SECOND) {
        return perSecond;
      }
    }
    throw new ConfigException(
        "LOAD", "\"%s\" is not a rate like 50/s, 90/m or 20/h, at most 5000/s".formatted(text));
  }

  private static int seconds(String unit) {
    return switch (unit) {
      case "h" -> 3600;
      case "m" -> 60;
      default -> 1;
    };
  }
}
