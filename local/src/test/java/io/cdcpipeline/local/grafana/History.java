package io.cdcpipeline.local.grafana;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two hours of a consumer and of the programs around it, as Prometheus scrapes them. Times are
 * seconds ago. A backfilled history has no staleness markers, so that each consumer has all series
 * from its start on.
 */
final class History {
  static final int SCRAPE_SECONDS = 15;
  private static final int LENGTH = 7200;
  private static final String PIPELINE = "namespace=\"shop\",pipeline=\"shop\"";

  /** A pipeline with the same topic and tables. */
  private static final String NEIGHBOUR = "namespace=\"crm\",pipeline=\"shop\"";

  /** Changes of rows of one kind at one time. */
  record Changes(int ago, String table, String op, int count) {}

  private record Poison(int ago, int count) {}

  private final List<Changes> changes = new ArrayList<>();
  private final List<Poison> poison = new ArrayList<>();
  private final List<Integer> kills = new ArrayList<>();
  private int startedAgo = 300_000;
  private int before = 1000;
  private int firstScrape = LENGTH;
  private int gapFrom = -1;
  private int gapTo = -1;

  History changes(int ago, String table, String op, int count) {
    changes.add(new Changes(ago, table, op, count));
    return this;
  }

  History poison(int ago, int count) {
    poison.add(new Poison(ago, count));
    return this;
  }

  /** A new process in the same pod. */
  History killed(int ago) {
    kills.add(ago);
    return this;
  }

  /** Within the two hours, so that its counters begin at 0 instead of at a thousand. */
  History started(int ago) {
    startedAgo = ago;
    before = 0;
    return this;
  }

  History scrapedSince(int ago) {
    firstScrape = ago;
    return this;
  }

  History notScraped(int from, int to) {
    gapFrom = from;
    gapTo = to;
    return this;
  }

  List<Changes> changes() {
    return changes;
  }

  /** All samples in the OpenMetrics format. */
  String text(long now) {
    var text = new StringBuilder();
    for (int ago = LENGTH; ago >= 0; ago -= SCRAPE_SECONDS) {
      int at = ago;
      if (ago <= firstScrape && !(ago <= gapFrom && ago > gapTo)) {
        samples(ago)
            .forEach(
                (series, value) -> text.append("%s %s %d%n".formatted(series, value, now - at)));
        Surroundings.samples(ago, now)
            .forEach(
                (series, value) -> text.append("%s %s %d%n".formatted(series, value, now - at)));
        if (ago <= startedAgo) {
          text.append(
              "process_start_time_seconds{%s,pod=\"a\"} %d %d%n"
                  .formatted(PIPELINE, now - processStarted(ago), now - ago));
        }
      }
    }
    return text.append("# EOF\n").toString();
  }

  private int processStarted(int ago) {
    return kills.stream()
        .filter(kill -> kill >= ago)
        .min(Comparator.naturalOrder())
        .orElse(startedAgo);
  }

  private Map<String, Double> samples(int ago) {
    var samples = new LinkedHashMap<String, Double>();
    if (ago > startedAgo) {
      return samples;
    }
    int started = processStarted(ago);
    double carried = started == startedAgo ? before : 0;
    for (var table : List.of("orders", "stock")) {
      for (var op : List.of("insert", "update", "delete", "ddl")) {
        var labels = "pod=\"a\",database=\"shop\",table=\"%s\",op=\"%s\"".formatted(table, op);
        samples.put(
            "cdc_events_total{%s,%s}".formatted(PIPELINE, labels),
            carried + counted(table, op, ago, started));
        samples.put("cdc_events_total{%s,%s}".formatted(NEIGHBOUR, labels), 7.0 * (LENGTH - ago));
      }
    }
    samples.put(
        "cdc_dead_letters_total{%s,pod=\"a\",reason=\"not-json\"}".formatted(PIPELINE),
        carried
            + poison.stream()
                .filter(record -> record.ago() >= ago && record.ago() <= started)
                .mapToInt(Poison::count)
                .sum());
    return samples;
  }

  private int counted(String table, String op, int ago, int started) {
    return changes.stream()
        .filter(change -> change.table().equals(table) && change.op().equals(op))
        .filter(change -> change.ago() >= ago && change.ago() <= started)
        .mapToInt(Changes::count)
        .sum();
  }
}
