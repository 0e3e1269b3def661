package io.cdcpipeline.cli.output;

/** Colours and symbols, or their absence. */
public record Style(boolean colored, boolean unicode) {
  /** Neither; for files and tests. */
  public static final Style PLAIN = new Style(false, true);

  private static final String ESCAPE = "\u001b[";

  public String bold(String text) {
    return in("1", text);
  }

  public String dim(String text) {
    return in("2", text);
  }

  /** The text in the colour of a state. */
  public String of(Health health, String text) {
    return switch (health) {
      case OK -> in("32", text);
      case WAITING, WARNING -> in("33", text);
      case FAILING -> in("31", text);
      case OFF, UNKNOWN -> in("2", text);
    };
  }

  /** One character for a state, readable without colours too. */
  public String symbol(Health health) {
    return of(health, unicode ? health.symbol() : health.ascii());
  }

  public String arrow() {
    return unicode ? "──▶" : "-->";
  }

  /** Between an old value and a new one. */
  public String becomes() {
    return unicode ? "→" : "->";
  }

  private String in(String code, String text) {
    return colored ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}
