package io.cdcpipeline.local.grafana;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happens in two hours, and what consumers counted of it within the last hour as far as
 * Prometheus can know. Documents are those of all changes.
 */
enum Workload {
  KILL(
      new History()
          .started(3000)
          .changes(2950, "orders", "insert", 200)
          .changes(2500, "orders", "insert", 600)
          .changes(2500, "stock", "update", 25)
          .poison(2400, 3)
          .killed(1800)
          .changes(900, "orders", "insert", 200),
      Map.of("insert", 1000.0, "update", 25.0, "delete", 0.0, "ddl", 0.0),
      3),
  POISON(
      new History()
          .poison(5000, 4)
          .poison(2000, 3)
          .changes(2000, "orders", "insert", 10)
          .killed(1500)
          .poison(700, 2),
      Map.of("insert", 10.0, "update", 0.0, "delete", 0.0, "ddl", 0.0),
      5),
  DDL(
      new History()
          .changes(3000, "orders", "ddl", 1)
          .changes(2000, "stock", "ddl", 2)
          .changes(1900, "stock", "delete", 40),
      Map.of("insert", 0.0, "update", 0.0, "delete", 40.0, "ddl", 3.0),
      0),
  /** Prometheus was away when the hour began. */
  GAP(
      new History()
          .changes(4500, "stock", "update", 8)
          .notScraped(3900, 3300)
          .changes(3500, "orders", "insert", 60)
          .changes(100, "stock", "update", 7),
      Map.of("insert", 60.0, "update", 7.0, "delete", 0.0, "ddl", 0.0),
      0),
  /** Prometheus cannot know what an old process counted before. */
  FRESH_SERVER(
      new History()
          .changes(2000, "orders", "insert", 40)
          .scrapedSince(600)
          .changes(300, "orders", "insert", 100),
      Map.of("insert", 100.0, "update", 0.0, "delete", 0.0, "ddl", 0.0),
      0),
  BURST(
      new History()
          .started(610)
          .changes(605, "orders", "insert", 1025)
          .changes(601, "stock", "delete", 4)
          .poison(603, 6),
      Map.of("insert", 1025.0, "update", 0.0, "delete", 4.0, "ddl", 0.0),
      6);

  final History history;
  final Map<String, Double> counted;
  final double deadLetters;

  Workload(History history, Map<String, Double> counted, double deadLetters) {
    this.history = history;
    this.counted = new TreeMap<>(counted);
    this.deadLetters = deadLetters;
  }

  /** Documents of the last hour, by the upper-case name of the operation. */
  Map<String, Double> documents() {
    return sums(changes -> changes.op().toUpperCase(java.util.Locale.ROOT));
  }

  Map<String, Double> documentsByTable() {
    return sums(changes -> "shop." + changes.table());
  }

  Map<String, Double> documentsByTableAndOperation() {
    return sums(c -> "shop." + c.table() + "." + c.op().toUpperCase(java.util.Locale.ROOT));
  }

  private Map<String, Double> sums(java.util.function.Function<History.Changes, String> key) {
    return history.changes().stream()
        .filter(changes -> changes.ago() < 3600)
        .collect(
            Collectors.groupingBy(
                key, TreeMap::new, Collectors.summingDouble(History.Changes::count)));
  }
}
