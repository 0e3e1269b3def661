package io.cdcpipeline.local.demo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two groups of bars in one SVG: rows per second at each hop, and seconds from commit to search. */
final class PathChart {
  private static final int WIDTH = 860;
  private static final int LEFT = 290;
  private static final int BAR = 20;
  private static final int STEP = 28;
  private static final int LONGEST = WIDTH - LEFT - 150;
  private static final String SLOWEST = "#c0392b";
  private static final String PLAIN = "#2c7fb8";
  private static final String PALE = "#a6cee3";

  private final StringBuilder body = new StringBuilder();
  private int y = 30;

  private PathChart() {}

  static String svg(HopSeries hops, List<SearchDelay> delays) {
    var chart = new PathChart();
    chart.rates(hops);
    chart.y += STEP;
    chart.delays(delays);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
    <rect width="100%%" height="100%%" fill="white"/>
    %s</svg>
    """
        .formatted(WIDTH, chart.y, chart.body);
  }

  private void rates(HopSeries hops) {
    title("Rows per second at each hop (red: the slowest)");
    var names = HopCounter.HOPS;
    double most =
        IntStream.range(0, names.size())
            .mapToDouble(hops::rate)
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    for (int hop = 0; hop < names.size(); hop++) {
      var color = hop == hops.slowest() ? SLOWEST : PLAIN;
      bar(names.get(hop), Math.min(1, hops.rate(hop) / most), color, hops.rateText(hop));
    }
  }

  private void delays(List<SearchDelay> delays) {
    title("Seconds from commit to searchable (p50 dark, p99 pale)");
    double most = delays.stream().mapToDouble(SearchDelay::p99).max().orElse(1);
    for (var delay : delays) {
      var name = "%s, %,d rows/s".formatted(delay.shipper(), delay.wanted());
      bar(name, delay.p99() / most, PALE, "%.2f / %.2f".formatted(delay.p50(), delay.p99()));
      y -= STEP;
      bar("", delay.p50() / most, PLAIN, "");
    }
  }

  private void title(String text) {
    body.append("<text x=\"12\" y=\"%d\" font-weight=\"bold\">%s</text>\n".formatted(y, text));
    y += 14;
  }

  private void bar(String name, double share, String color, String value) {
    int length = (int) Math.max(1, LONGEST * share);
    body.append(
        """
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
        <text x="%d" y="%d">%s</text>
        """
            .formatted(
                LEFT - 8, y + 15, name, LEFT, y, length, BAR, color, LEFT + length + 6, y + 15, value)
            .lines()
            .filter(line -> !line.contains("></text>"))
            .collect(Collectors.joining("\n", "", "\n")));
    y += STEP;
  }
}
