package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;

/** The tables seen so far, found by the bytes of their names without making strings of them. */
public final class TableCache {
  private static final int BUCKETS = 1024;

  private record Entry(TableEntry table, Entry next) {}

  private final Entry[] buckets = new Entry[BUCKETS];
  private final Redaction redaction;
  private final ConsumerMetrics metrics;
  private TableEntry last;
  private int known;

  public TableCache(Redaction redaction, ConsumerMetrics metrics) {
    this.redaction = redaction;
    this.metrics = metrics;
  }

  public TableEntry of(CanalMessage message) {
    if (last == null || !last.isNamed(message.database, message.table)) {
      last = find(message.database, message.table);
    }
    return last;
  }

  private TableEntry find(ByteSpan database, ByteSpan name) {
    int bucket = (31 * hash(database) + hash(name)) & (BUCKETS - 1);
    for (Entry entry = buckets[bucket]; entry != null; entry = entry.next()) {
      if (entry.table().isNamed(database, name)) {
        return entry.table();
      }
    }
    TableEntry table = new TableEntry(database, name, redaction, metrics);
    // Past the bound a table is worked out anew each time: slow, but never out of memory.
    if (known < ConsumerMetrics.MAX_TABLES) {
      buckets[bucket] = new Entry(table, buckets[bucket]);
      known++;
    }
    return table;
  }

  private static int hash(ByteSpan span) {
    int hash = 1;
    for (int i = span.from; i < span.to; i++) {
      hash = 31 * hash + span.bytes[i];
    }
    return hash;
  }
}
