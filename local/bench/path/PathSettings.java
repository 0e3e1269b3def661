package io.cdcpipeline.local.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How much the bench does, from its environment (with defaults).
 *
 * @param rows ROWS (1000000): changes of mixed operations for the rate of each hop
 * @param bulk BULK (half of ROWS): rows of the one large transaction
 * @param rates RATES (100 1000 5000): rows a second at which the way to the index is timed
 * @param seconds SECONDS (30): how long at each rate, after 10 s of warm-up
 */
record PathSettings(int rows, int bulk, List<Integer> rates, int seconds) {
  private static final int LEAST_ROWS = 10_000;

  static PathSettings from(Map<String, String> environment) {
    int rows = number(environment, "ROWS", 1_000_000, LEAST_ROWS);
    int bulk = number(environment, "BULK", rows / 2, LEAST_ROWS / 2);
    int seconds = number(environment, "SECONDS", 30, 5);
    var rates = environment.getOrDefault("RATES", "100 1000 5000").trim().split("\\s+");
    return new PathSettings(
        rows, bulk, Arrays.stream(rates).map(rate -> whole("RATES", rate, 40)).toList(), seconds);
  }

  /** Rows through the real Filebeat. */
  int filebeatRows() {
    return rows / 2;
  }

  private static int number(Map<String, String> environment, String name, int usual, int least) {
    String text = environment.getOrDefault(name, "");
    return text.isEmpty() ? usual : whole(name, text, least);
  }

  private static int whole(String name, String text, int least) {
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
      throw DemoException.failed(
          "%s: \"%s\" is not a whole number of at least %d".formatted(name, text, least));
    }
    return Integer.parseInt(text);
  }
}
