package io.cdcpipeline.consumer;

/** The tables seen so far, found by the bytes of their names without making strings of them. */
final class Tables {
  private static final int BUCKETS = 1024;

  private record Entry(Table table, Entry next) {}

  private final Entry[] buckets = new Entry[BUCKETS];
  private final Redaction redaction;
  private final ConsumerMetrics metrics;
  private Table last;
  private int known;

  Tables(Redaction redaction, ConsumerMetrics metrics) {
    this.redaction = redaction;
    this.metrics = metrics;
  }

  Table of(ChangeMessage message) {
    if (last == null || !last.isNamed(message.database, message.table)) {
      last = find(message.database, message.table);
    }
    return last;
  }

  private Table find(Span database, Span name) {
    int bucket = (31 * hash(database) + hash(name)) & (BUCKETS - 1);
    for (Entry entry = buckets[bucket]; entry != null; entry = entry.next()) {
      if (entry.table().isNamed(database, name)) {
        return entry.table();
      }
    }
    Table table = new Table(database, name, redaction, metrics);
    // Past the bound a table is worked out anew each time: slow, but never out of memory.
    if (known < ConsumerMetrics.MAX_TABLES) {
      buckets[bucket] = new Entry(table, buckets[bucket]);
      known++;
    }
    return table;
  }

  private static int hash(Span span) {
    int hash = 1;
    for (int i = span.from; i < span.to; i++) {
      hash = 31 * hash + span.bytes[i];
    }
    return hash;
  }
}
