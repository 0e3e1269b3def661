package io.cdcpipeline.local.grafana;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What happens in two hours. Documents are those of all changes.
 *
 * @param counted what consumers counted within the last hour, as far as Prometheus can know
 * @param deadLetters likewise
 * @param failedReconciles likewise, of the operator
 */
record Workload(
    String name,
    History history,
    Map<String, Double> counted,
    double deadLetters,
    double failedReconciles) {
  static List<Workload> all() {
    return List.of(kill(), poison(), ddl(), gap(), newPrometheus(), burst());
  }

  private static Workload kill() {
    return new Workload(
        "a consumer is killed in its first hour",
        new History()
            .started(3000)
            .changes(2950, "orders", "insert", 200)
            .changes(2500, "orders", "insert", 600)
            .changes(2500, "stock", "update", 25)
            .poison(2400, 3)
            .killed(1800)
            .changes(900, "orders", "insert", 200),
        counted(1000, 25, 0, 0),
        3,
        3);
  }

  private static Workload poison() {
    return new Workload(
        "records that cannot be decoded, before and after a kill",
        new History()
            .poison(5000, 4)
            .poison(2000, 3)
            .changes(2000, "orders", "insert", 10)
            .killed(1500)
            .poison(700, 2),
        counted(10, 0, 0, 0),
        5,
        3);
  }

  private static Workload ddl() {
    return new Workload(
        "schema changes",
        new History()
            .changes(3000, "orders", "ddl", 1)
            .changes(2000, "stock", "ddl", 2)
            .changes(1900, "stock", "delete", 40),
        counted(0, 0, 40, 3),
        0,
        3);
  }

  private static Workload gap() {
    return new Workload(
        "Prometheus was away when the hour began",
        new History()
            .changes(4500, "stock", "update", 8)
            .notScraped(3900, 3300)
            .changes(3500, "orders", "insert", 60)
            .changes(100, "stock", "update", 7),
        counted(60, 7, 0, 0),
        0,
        3);
  }

  /** It cannot know what an old process counted before. */
  private static Workload newPrometheus() {
    return new Workload(
        "a new Prometheus beside an old consumer",
        new History()
            .changes(2000, "orders", "insert", 40)
            .scrapedSince(600)
            .changes(300, "orders", "insert", 100),
        counted(100, 0, 0, 0),
        0,
        1);
  }

  private static Workload burst() {
    return new Workload(
        "everything happens before the first scrape",
        new History()
            .started(610)
            .changes(605, "orders", "insert", 1025)
            .changes(601, "stock", "delete", 4)
            .poison(603, 6),
        counted(1025, 0, 4, 0),
        6,
        3);
  }

  private static Map<String, Double> counted(
      double insert, double update, double delete, double ddl) {
    return Map.of("insert", insert, "update", update, "delete", delete, "ddl", ddl);
  }

  /** Documents of the last hour, by the upper-case name of the operation. */
  Map<String, Double> documents() {
    return sums(changes -> changes.op().toUpperCase(Locale.ROOT));
  }

  Map<String, Double> documentsByTable() {
    return sums(changes -> "shop." + changes.table());
  }

  Map<String, Double> documentsByTableAndOperation() {
    return sums(c -> "shop." + c.table() + "." + c.op().toUpperCase(Locale.ROOT));
  }

  private Map<String, Double> sums(Function<History.Changes, String> key) {
    return history.changes().stream()
        .filter(changes -> changes.ago() < 3600)
        .collect(
            Collectors.groupingBy(
                key, TreeMap::new, Collectors.summingDouble(History.Changes::count)));
  }

  @Override
  public String toString() {
    return name;
  }
}
