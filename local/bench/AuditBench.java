package io.cdcpipeline.operator.search;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.TrustedHttp;
import io.cdcpipeline.local.process.WorkDirectory;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Tso;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the audit costs with 10,000 partitions in all pipelines together, against a real
 * Elasticsearch: a heartbeat each half minute and a row change in each window, with the pauses that the audit keeps. AUDIT_BENCH_PIPELINES (default "1 100")
 * spreads the partitions over so many pipelines; AUDIT_BENCH_MINUTES (default 20) is how long.
 */
public final class AuditBench {
  private static final int PARTITIONS = 10_000;
  private static final int CHANGES = 1;
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final AuditTimes TIMES = new AuditTimes(Duration.ofMinutes(10));

  private final Elasticsearch node;
  private final ElasticsearchClient client;
  private final int pipelines;
  private final int minutes;
  private final Instant start =
      LocalDate.now(ZoneOffset.UTC).minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
  private long requests;
  private long wallNanos;
  private long cpuNanos;
  private long longestNanos;

  private AuditBench(Elasticsearch node, int pipelines, int minutes) throws Exception {
    this.node = node;
    this.pipelines = pipelines;
    this.minutes = minutes;
    client =
        new HttpElasticsearchClient(
            new ElasticsearchEndpoint(
                "https://" + node.endpoint(),
                Optional.of(new ElasticsearchEndpoint.User(Elasticsearch.ADMIN, node.adminPassword())),
                Optional.of(Files.readString(node.authority()))),
            ConnectionGuard.OPEN);
  }

  public static void main(String[] arguments) throws Exception {
    var spread = System.getenv().getOrDefault("AUDIT_BENCH_PIPELINES", "1 100").split(" ");
    int minutes = Integer.parseInt(System.getenv().getOrDefault("AUDIT_BENCH_MINUTES", "20"));
    try (var work = WorkDirectory.open(Installation.current().target().resolve("bench").resolve("work"));
        var children = new ChildProcesses().stopOnExit()) {
      var endpoint = Endpoint.free();
      var node =
          Elasticsearch.start(
              children,
              Installation.current().elasticsearch(),
              work.path().resolve("elasticsearch-" + ProcessHandle.current().pid()),
              endpoint,
              List.of(endpoint.host()));
      System.out.printf(
          "Audit of %,d partitions, %d minutes, one change in each window of 30 s%n", PARTITIONS, minutes);
      System.out.printf(
          "%9s %10s %21s %12s %12s %12s %10s %8s %8s%n",
          "pipelines", "partitions", "requests/pipeline/min", "ms/request", "longest ms", "CPU of core", "verified", "unver.", "missing");
      for (var number : spread) {
        new AuditBench(node, Integer.parseInt(number), minutes).run();
      }
    }
  }

  private void run() throws Exception {
    for (var template : IndexTemplate.values()) {
      client.putTemplate(template.toString(), template.json());
    }
    var ledgers = new ArrayList<AuditLedger>();
    var due = new ArrayList<Instant>();
    IntStream.range(0, pipelines).forEach(i -> ledgers.add(AuditLedger.startingAt(start)));
    IntStream.range(0, pipelines).forEach(i -> due.add(start));
    for (int half = 1; half <= 2 * minutes; half++) {
      index(half);
      var now = time(half);
      for (int i = 0; i < pipelines; i++) {
        if (!now.isBefore(due.get(i))) {
          ledgers.set(i, round(i, ledgers.get(i), now));
          due.set(i, now.plus(TIMES.interval(ledgers.get(i).behind())));
        }
      }
    }
    report(ledgers);
    for (var template : IndexTemplate.values()) {
      for (var index : client.indices(template.indices())) {
        client.deleteIndex(index);
      }
    }
  }

  private AuditLedger round(int pipeline, AuditLedger ledger, Instant now) {
    long cpu = cpu();
    long began = System.nanoTime();
    var next =
        new AuditRound(names(pipeline), "t" + pipeline, PARTITIONS / pipelines, now, 7, TIMES)
            .next(client, ledger, now);
    long took = System.nanoTime() - began;
    requests++;
    wallNanos += took;
    longestNanos = Math.max(longestNanos, took);
    cpuNanos += cpu() - cpu;
    return next;
  }

  /** Of the whole process: the HTTP client and the garbage collector have threads of their own. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void report(List<AuditLedger> ledgers) {
    var end = time(2 * minutes);
    long behind = 0;
    long unverified = 0;
    long missing = 0;
    for (int i = 0; i < pipelines; i++) {
      var status =
          AuditReport.of(names(i), ledgers.get(i), PARTITIONS / pipelines, TIMES, end).status();
      var until = status.verifiedUntil() == null ? start : Instant.parse(status.verifiedUntil());
      behind = Math.max(behind, Duration.between(until, end).toMinutes());
      unverified += status.unverified();
      missing += status.missing();
    }
    System.out.printf(
        "%9d %10d %21.2f %12.0f %12.0f %11.2f%% %7d m %8d %8d%n",
        pipelines,
        PARTITIONS / pipelines,
        (double) requests / pipelines / minutes,
        wallNanos / 1e6 / requests,
        longestNanos / 1e6,
        100.0 * cpuNanos / Duration.ofMinutes(minutes).toNanos(),
        behind,
        unverified,
        missing);
  }

  private Instant time(int half) {
    return start.plus(WINDOW.multipliedBy(half));
  }

  private static ResourceNames names(int pipeline) {
    return new ResourceNames("bench", "p" + pipeline);
  }

  /** A heartbeat of every partition, and the changes of its window. */
  private void index(int half) throws Exception {
    var lines = new StringBuilder();
    long from = Tso.of(time(half - 1));
    long to = Tso.of(time(half));
    for (int i = 0; i < PARTITIONS; i++) {
      int pipeline = i % pipelines;
      int partition = i / pipelines;
      var common =
          "\"namespace\":\"bench\",\"pipeline\":\"p%d\",\"topic\":\"t%d\",\"partition\":%d"
              .formatted(pipeline, pipeline, partition);
      action(lines, IndexTemplate.HEARTBEATS);
      lines.append(
          "{\"@timestamp\":\"%s\",\"log_type\":\"cdc_heartbeat\",%s,\"watermark\":%d,\"previous_watermark\":%d,\"events\":%d}\n"
              .formatted(time(half), common, to, from, CHANGES));
      for (int change = 0; change < CHANGES; change++) {
        action(lines, IndexTemplate.EVENTS);
        lines.append(
            "{\"@timestamp\":\"%s\",\"log_type\":\"cdc_event\",%s,\"commit_ts\":%d,\"op\":\"INSERT\",\"table\":\"t\"}\n"
                .formatted(time(half), common, to - change));
      }
      if (lines.length() > 1 << 20 || i == PARTITIONS - 1) {
        bulk(lines, i == PARTITIONS - 1);
      }
    }
  }

  private void action(StringBuilder lines, IndexTemplate template) {
    var day = LocalDate.ofInstant(start, ZoneOffset.UTC);
    lines.append("{\"create\":{\"_index\":\"%s\"}}\n".formatted(IndexRetention.index(template, day)));
  }

  private void bulk(StringBuilder lines, boolean last) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("https://" + node.endpoint() + "/_bulk?refresh=" + last))
            .header("Authorization", TrustedHttp.basic(Elasticsearch.ADMIN, node.adminPassword()))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
            .build();
    var answer =
        TrustedHttp.client(node.authority()).send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("\"errors\":false")) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body().substring(0, 500));
    }
    lines.setLength(0);
  }
}
