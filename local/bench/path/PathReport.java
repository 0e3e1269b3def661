package io.cdcpipeline.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result as a section of docs/performance.md, with its chart. */
record PathReport(
    PathSettings settings,
    Machine machine,
    Throughput rows,
    Throughput bulk,
    List<SearchDelay> delays,
    List<NewDay> days) {
  private static final String BEGIN = "<!-- data path: begin, written by make bench BENCH=path -->\n";
  private static final String END = "<!-- data path: end -->\n";

  void write(Path repository) throws IOException {
    var page = repository.resolve("docs/performance.md");
    var text = Files.readString(page);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    if (from < 0 || to < from) {
      throw DemoException.failed(page + " has no lines " + BEGIN.trim() + " and " + END.trim());
    }
    Files.writeString(
        page, text.substring(0, from + BEGIN.length()) + markdown() + text.substring(to));
    var chart = repository.resolve("docs/images/data-path.svg");
    Files.writeString(chart, PathChart.svg(rows.hops(), delays));
  }

  String markdown() {
    return """

    `make bench BENCH=path ROWS=%d BULK=%d RATES="%s" SECONDS=%d` on %s.

    ![Rows per second at each hop, and seconds from commit to search](images/data-path.svg)

    %,d rows of mixed operations (60 %% inserts, 30 %% updates, 10 %% deletes) in %,d transactions, as fast as the database takes
    them; every hop had every row, the index each change once. **Slowest: %s.**

    %s
    One transaction of %,d rows. Slowest: %s.

    %s
    What a million rows cost:

    %s
    Bytes a row: %.0f in Kafka (not compressed), %.0f in the consumer's line, %.0f in the index (one copy).

    Commit to searchable, while rows of mixed operations flow; 20 single-row transactions a second are timed. The index refreshes once a
    second.

    %s
    The first document of a day, five midnights each, 5 rows a second (the operator creates the indices of today and tomorrow, but not in
    an Elasticsearch of yours, where its user need not have the right to):

    %s"""
        .formatted(
            settings.rows(),
            settings.bulk(),
            settings.rates().stream().map(String::valueOf).collect(Collectors.joining(" ")),
            settings.seconds(),
            machine.text(),
            rows.rows(),
            rows.transactions(),
            HopCounter.HOPS.get(rows.hops().slowest()),
            hops(rows.hops()),
            bulk.rows(),
            HopCounter.HOPS.get(bulk.hops().slowest()),
            hops(bulk.hops()),
            costs(),
            rows.disk().topic(),
            rows.disk().lines(),
            rows.disk().index(),
            delayTable(),
            dayTable());
  }

  private static String hops(HopSeries hops) {
    return "| Hop | rows/s | largest backlog before it | first commit to last row here |\n|---|---|---|---|\n"
        + IntStream.range(0, HopCounter.HOPS.size())
            .mapToObj(
                hop ->
                    "| %s | %s | %,d | %.1f s |\n"
                        .formatted(
                            HopCounter.HOPS.get(hop),
                            hops.rateText(hop),
                            hops.backlog(hop),
                            hops.seconds(hop)))
            .collect(Collectors.joining());
  }

  private String costs() {
    return "| Process | CPU-seconds | highest memory, MiB |\n|---|---|---|\n"
        + rows.cpuPerMillion().entrySet().stream()
            .map(
                cost ->
                    "| %s | %.1f | %.0f |\n"
                        .formatted(
                            cost.getKey(),
                            cost.getValue(),
                            bulk.peakMebibytes().getOrDefault(cost.getKey(), 0.0)))
            .collect(Collectors.joining());
  }

  private String delayTable() {
    return "| Shipper | rows/s | reached | p50 | p99 | longest |\n|---|---|---|---|---|---|\n"
        + delays.stream()
            .map(
                delay ->
                    "| %s | %,d | %,.0f | %.2f s | %.2f s | %.2f s |\n"
                        .formatted(
                            delay.shipper(),
                            delay.wanted(),
                            delay.reached(),
                            delay.p50(),
                            delay.p99(),
                            delay.longest()))
            .collect(Collectors.joining());
  }

  private String dayTable() {
    return "| The day's index | first: median | longest | later ones: median | longest |\n|---|---|---|---|---|\n"
        + days.stream()
            .map(
                day ->
                    "| %s | %.2f s | %.2f s | %.2f s | %.2f s |\n"
                        .formatted(
                            day.what(),
                            day.first(),
                            day.longestFirst(),
                            day.others(),
                            day.longest()))
            .collect(Collectors.joining());
  }
}
