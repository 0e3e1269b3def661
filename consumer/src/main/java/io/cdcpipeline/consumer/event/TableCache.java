package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;

/** The tables seen so far, looked up by the bytes of their names without creating strings. */
public final class TableCache {
  private static final int BUCKETS = 1024;

  private record Entry(TableEntry table, Entry next) {}

  private final Entry[] buckets = new Entry[BUCKETS];
  private final Redaction redaction;
  private final ConsumerMetrics metrics;
  private TableEntry last;
  private int size;

  public TableCache(Redaction redaction, ConsumerMetrics metrics) {
    this.redaction = redaction;
    this.metrics = metrics;
  }

  public TableEntry get(CanalMessage message) {
    if (last == null || !last.matches(message.database, message.table)) {
      last = find(message.database, message.table);
    }
    return last;
  }

  private TableEntry find(ByteSpan database, ByteSpan name) {
    int bucket = (31 * hash(database) + hash(name)) & (BUCKETS - 1);
    for (Entry entry = buckets[bucket]; entry != null; entry = entry.next()) {
      if (entry.table().matches(database, name)) {
        return entry.table();
      }
    }
    TableEntry table = new TableEntry(database, name, redaction, metrics);
    // Beyond the limit an entry is created for each message: slow, but memory stays bounded.
    if (size < ConsumerMetrics.MAX_TABLES) {
      buckets[bucket] = new Entry(table, buckets[bucket]);
      size++;
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
