package io.cdcpipeline.cli.status;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How many changes the running consumers have counted.
 *
 * @param byTable number of changes by operation, by {@code database.table}
 * @param note why it is not the whole; "" if it is
 */
record Counts(Map<String, Map<String, Long>> byTable, String note) {
  private static final Pattern SAMPLE =
      Pattern.compile("^cdc_events_total\\{([^}]*)\\}\\s+([0-9.eE+]+)", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Counts unknown(String note) {
    return new Counts(Map.of(), note);
  }

  /** The sum of the metrics of several consumers; tables without changes are left out. */
  static Counts of(Iterable<String> metrics, String note) {
    var counts = new TreeMap<String, Map<String, Long>>();
    for (var text : metrics) {
      SAMPLE.matcher(text).results().forEach(s -> add(counts, s.group(1), s.group(2)));
    }
    return new Counts(counts, note);
  }

  private static void add(Map<String, Map<String, Long>> counts, String labels, String value) {
    var named = new TreeMap<String, String>();
    LABEL.matcher(labels).results().forEach(l -> named.put(l.group(1), l.group(2)));
    long number = (long) Double.parseDouble(value);
    if (number > 0) {
      counts
          .computeIfAbsent(named.get("database") + "." + named.get("table"), t -> new TreeMap<>())
          .merge(named.get("op"), number, Long::sum);
    }
  }
}
