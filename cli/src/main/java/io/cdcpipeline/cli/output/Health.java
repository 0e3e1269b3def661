package io.cdcpipeline.cli.output;

import java.util.Locale;

/** The state of a hop or a pipeline, in one word. */
public enum Health {
  OK("●", "+"),
  WARNING("▲", "!"),
  WAITING("◌", "~"),
  FAILING("✖", "x"),
  OFF("○", "-"),
  UNKNOWN("?", "?");

  private final String symbol;
  private final String ascii;

  Health(String symbol, String ascii) {
    this.symbol = symbol;
    this.ascii = ascii;
  }

  String symbol() {
    return symbol;
  }

  String ascii() {
    return ascii;
  }

  /** As in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
