package io.cdcpipeline.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result as a section of docs/performance.md, with its chart. */
record PathReport(
    PathSettings settings,
    Machine machine,
    Throughput rows,
    Throughput bulk,
    Optional<Throughput> filebeat,
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
    %s
    What a million rows cost, in CPU-seconds: cold with the compilation of all code, as the mixed rows come first; warm in the one
    transaction after them. Filebeat compiles nothing, and was measured last.

    %s
    Bytes a row: %.0f in Kafka (not compressed), %.0f in the consumer's line, %.0f in the index (one copy).

    Commit to searchable, while rows of mixed operations flow; 20 single-row transactions a second are timed. The index refreshes once a
    second.

    %s%s
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
            filebeatTable(),
            costs(),
            rows.disk().topic(),
            rows.disk().lines(),
            rows.disk().index(),
            delayTable(),
            queued(),
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

  private String filebeatTable() {
    return filebeat
        .map(
            real ->
                """
                %,d rows of mixed operations with the real Filebeat in the stand-in's place, as the operator configures it; it reads what a container
                runtime writes, and one process passes its requests on to Elasticsearch. Slowest: %s.

                %s"""
                    .formatted(
                        real.rows(),
                        HopCounter.HOPS.get(real.hops().slowest()),
                        hops(real.hops())))
        .orElse("The real Filebeat was not measured: there was none.\n");
  }

  private String costs() {
    var text = new StringBuilder("| Process | cold | warm | highest memory, MiB |\n|---|---|---|---|\n");
    rows.cpuPerMillion().keySet().forEach(name -> text.append(cost(name, name, rows, bulk)));
    filebeat.ifPresent(real -> text.append(cost("Filebeat, the real one", "filebeat", real, real)));
    return text.toString();
  }

  private static String cost(String label, String process, Throughput cold, Throughput warm) {
    return "| %s | %.1f | %.1f | %.0f |\n"
        .formatted(
            label,
            cold.cpuPerMillion().getOrDefault(process, 0.0),
            warm.cpuPerMillion().getOrDefault(process, 0.0),
            warm.peakMebibytes().getOrDefault(process, 0.0));
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

  private String queued() {
    var queued = delays.stream().filter(SearchDelay::queued).toList();
    return queued.isEmpty()
        ? ""
        : "\nAbout what this machine carries, or more, so that rows wait for Elasticsearch: %s.\n"
            .formatted(
                queued.stream()
                    .map(delay -> "%s at %,d".formatted(delay.shipper(), delay.wanted()))
                    .collect(Collectors.joining(", ")));
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
