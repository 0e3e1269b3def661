package io.cdcpipeline.consumer.metrics;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything the consumer measures, with its Prometheus names, in one place. The consumer's thread
 * writes plain numbers; a scrape reads them.
 */
public final class ConsumerMetrics implements MultiCollector {
  /** Tables with series of their own; further ones share {@code other} to bound the labels. */
  public static final int MAX_TABLES = 1000;

  private record TableName(String database, String table) implements Comparable<TableName> {
    @Override
    public int compareTo(TableName other) {
      int byDatabase = database.compareTo(other.database);
      return byDatabase != 0 ? byDatabase : table.compareTo(other.table);
    }
  }

  private static final TableName OTHER = new TableName("other", "other");

  /** All counters but those of tables that come later. */
  private final long createdMillis = System.currentTimeMillis();

  private final Map<TableName, TableCounters> tables = new ConcurrentSkipListMap<>();
  private final Map<Reason, AtomicLong> deadLetters = new EnumMap<>(Reason.class);
  private final Deduplicator.Budget budget;
  private volatile List<PartitionLag> partitions = List.of();

  public final LatencyHistogram eventLatency = new LatencyHistogram();
  public final LatencyHistogram pollToCommit = new LatencyHistogram();
  public final AtomicLong readBytes = new AtomicLong();
  public final AtomicLong writtenBytes = new AtomicLong();
  public final AtomicLong watermarks = new AtomicLong();
  public final AtomicLong watermarksRejected = new AtomicLong();
  public final AtomicLong heartbeats = new AtomicLong();
  public final AtomicLong dedupOverflow = new AtomicLong();
  public final AtomicLong missedRecords = new AtomicLong();
  public final AtomicLong logTruncations = new AtomicLong();
  public final AtomicLong commits = new AtomicLong();
  public final AtomicLong commitFailures = new AtomicLong();
  public final AtomicLong rebalances = new AtomicLong();
  public final AtomicLong outputBlockedMillis = new AtomicLong();
  public final AtomicLong lastEventMillis = new AtomicLong();
  public final AtomicLong lastCommitTimeMillis = new AtomicLong();

  public ConsumerMetrics(Deduplicator.Budget budget) {
    this.budget = budget;
    for (Reason reason : Reason.values()) {
      deadLetters.put(reason, new AtomicLong());
    }
  }

  /** The counters of a table, exported from now on; past {@link #MAX_TABLES} the shared ones. */
  public TableCounters table(String database, String table) {
    TableName name = new TableName(wellFormed(database), wellFormed(table));
    if (tables.size() >= MAX_TABLES && !tables.containsKey(name)) {
      name = OTHER;
    }
    return tables.computeIfAbsent(name, ignored -> new TableCounters());
  }

  /**
   * The name as a scrape writes it: names that differ only in unpaired surrogates would otherwise
   * give the same series twice.
   */
  private static String wellFormed(String name) {
    return new String(ByteWriter.utf8(name), StandardCharsets.UTF_8);
  }

  public void countDeadLetter(Reason reason) {
    deadLetters.get(reason).incrementAndGet();
  }

  /** The partitions whose lag is reported from now on. */
  public void setPartitions(Collection<? extends PartitionLag> assigned) {
    partitions = List.copyOf(assigned);
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.builder()
        .metricSnapshot(tableCounters("cdc_events", "Changes, each counted once.", false))
        .metricSnapshot(
            tableCounters("cdc_events_duplicate", "Changes that had been delivered before.", true))
        .metricSnapshot(deadLetters())
        .metricSnapshot(counter("cdc_read_bytes", "Bytes of record values read.", readBytes))
        .metricSnapshot(
            counter("cdc_written_bytes", "Bytes written to standard output.", writtenBytes))
        .metricSnapshot(counter("cdc_watermarks", "TiCDC watermarks read.", watermarks))
        .metricSnapshot(
            counter(
                "cdc_watermarks_rejected",
                "Watermarks ignored because they are more than two hours ahead of their record.",
                watermarksRejected))
        .metricSnapshot(counter("cdc_heartbeats", "Heartbeat lines written.", heartbeats))
        .metricSnapshot(
            counter(
                "cdc_dedup_overflow",
                "Changes not kept for deduplication, because DEDUP_MAX_ENTRIES was reached or their"
                    + " commit time is more than two hours ahead of their record; a replay counts"
                    + " them twice.",
                dedupOverflow))
        .metricSnapshot(
            counter(
                "cdc_missed_records",
                "Records that Kafka deleted before they were read.",
                missedRecords))
        .metricSnapshot(
            counter(
                "cdc_log_truncations",
                "Times that a partition's log was found to end before what was read of it.",
                logTruncations))
        .metricSnapshot(counter("cdc_commits", "Offset commits that succeeded.", commits))
        .metricSnapshot(
            counter("cdc_commit_failures", "Offset commits that failed.", commitFailures))
        .metricSnapshot(
            counter("cdc_rebalances", "Changes of the partition assignment.", rebalances))
        .metricSnapshot(
            CounterSnapshot.builder()
                .name("cdc_output_blocked_seconds")
                .help("Time spent waiting for standard output.")
                .dataPoint(
                    counterPoint(Labels.EMPTY, outputBlockedMillis.get() / 1000.0, createdMillis))
                .build())
        .metricSnapshot(
            eventLatency.snapshot(
                "cdc_event_latency_seconds", "Time from the commit in TiDB to the line."))
        .metricSnapshot(
            pollToCommit.snapshot(
                "cdc_poll_to_commit_seconds", "Time from a poll to the commit of its offsets."))
        .metricSnapshot(lag())
        .metricSnapshot(gauge("cdc_assigned_partitions", "Partitions assigned.", partitions.size()))
        .metricSnapshot(
            gauge(
                "cdc_dedup_entries",
                "Changes above the last watermark kept for deduplication.",
                budget.used()))
        .metricSnapshot(
            gauge("cdc_dedup_limit", "Changes that can be kept for deduplication.", budget.limit()))
        .metricSnapshot(
            gauge(
                "cdc_last_event_timestamp_seconds",
                "When the last event was processed; 0 before the first.",
                lastEventMillis.get() / 1000.0))
        .metricSnapshot(
            gauge(
                "cdc_last_event_commit_timestamp_seconds",
                "When the latest event was committed in TiDB; 0 before the first.",
                lastCommitTimeMillis.get() / 1000.0))
        .build();
  }

  private CounterSnapshot tableCounters(String name, String help, boolean duplicates) {
    CounterSnapshot.Builder snapshot = CounterSnapshot.builder().name(name).help(help);
    tables.forEach(
        (table, counters) -> {
          for (Operation operation : Operation.COUNTED) {
            Labels labels =
                Labels.of(
                    "database", table.database(), "table", table.table(), "op", operation.label());
            snapshot.dataPoint(
                counterPoint(
                    labels,
                    (double)
                        (duplicates ? counters.duplicates(operation) : counters.events(operation)),
                    counters.createdMillis()));
          }
        });
    return snapshot.build();
  }

  private CounterSnapshot deadLetters() {
    CounterSnapshot.Builder snapshot =
        CounterSnapshot.builder()
            .name("cdc_dead_letters")
            .help("Records that are not change events.");
    for (Reason reason : Reason.values()) {
      snapshot.dataPoint(
          counterPoint(
              Labels.of("reason", reason.label()),
              (double) deadLetters.get(reason).get(),
              createdMillis));
    }
    return snapshot.build();
  }

  private GaugeSnapshot lag() {
    GaugeSnapshot.Builder snapshot =
        GaugeSnapshot.builder()
            .name("cdc_partition_lag")
            .help("Records between this consumer and the end of the partition.");
    for (PartitionLag partition : partitions) {
      if (partition.lag() >= 0) {
        Labels labels =
            Labels.of(
                "topic", partition.topic(), "partition", String.valueOf(partition.partition()));
        snapshot.dataPoint(gaugePoint(labels, (double) partition.lag()));
      }
    }
    return snapshot.build();
  }

  private CounterSnapshot counter(String name, String help, AtomicLong value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(counterPoint(Labels.EMPTY, (double) value.get(), createdMillis))
        .build();
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(gaugePoint(Labels.EMPTY, value))
        .build();
  }

  /**
   * A point of a counter.
   *
   * @param createdMillis when it was 0, from which Prometheus' created-timestamp-zero-ingestion
   *     knows what the first value that it sees has grown from
   */
  private static CounterSnapshot.CounterDataPointSnapshot counterPoint(
      Labels labels, double value, long createdMillis) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value(value)
        .createdTimestampMillis(createdMillis)
        .build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot gaugePoint(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
