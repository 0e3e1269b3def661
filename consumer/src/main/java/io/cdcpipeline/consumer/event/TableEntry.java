package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.metrics.TableCounters;

/** What is worked out once for each table, so that a row costs copies only. */
public final class TableEntry {
  /** As in the message, in JSON form, to recognise the table by. */
  private final byte[] database;

  private final byte[] table;

  /** {@code <database>.<table>/}, escaped. */
  private final byte[] idPrefix;

  /**
   * For each operation: {@code ","op":"UPDATE","database":"shop","table":"orders","commit_ts":}.
   */
  private final byte[][] lineParts = new byte[Operation.COUNTED.size()][];

  private final Redaction.Columns redaction;
  private final TableCounters counters;

  TableEntry(ByteSpan database, ByteSpan table, Redaction redaction, ConsumerMetrics metrics) {
    this.database = copy(database);
    this.table = copy(table);
    ByteWriter prefix = new ByteWriter(64);
    EventIdEscaping.name(prefix, this.database, 0, this.database.length);
    prefix.put('.');
    EventIdEscaping.name(prefix, this.table, 0, this.table.length);
    prefix.put('/');
    idPrefix = java.util.Arrays.copyOf(prefix.array, prefix.length);
    for (Operation operation : Operation.COUNTED) {
      lineParts[operation.index] = linePart(operation);
    }
    this.redaction = redaction.columnsOf(database.text(), table.text());
    counters = metrics.table(database.text(), table.text());
  }

  private byte[] linePart(Operation operation) {
    ByteWriter part = new ByteWriter(128);
    part.put("\",\"op\":\"" + operation.name() + "\",\"database\":\"");
    part.put(database);
    part.put("\",\"table\":\"");
    part.put(table);
    part.put("\",\"commit_ts\":");
    return java.util.Arrays.copyOf(part.array, part.length);
  }

  private static byte[] copy(ByteSpan span) {
    return span.isPresent()
        ? java.util.Arrays.copyOfRange(span.bytes, span.from, span.to)
        : new byte[0];
  }

  boolean isNamed(ByteSpan otherDatabase, ByteSpan otherTable) {
    return matches(otherTable, table) && matches(otherDatabase, database);
  }

  private static boolean matches(ByteSpan span, byte[] name) {
    return span.isPresent() ? span.equalTo(name) : name.length == 0;
  }

  byte[] idPrefix() {
    return idPrefix;
  }

  byte[] lineStart(Operation operation) {
    return lineParts[operation.index];
  }

  public Redaction.Columns redaction() {
    return redaction;
  }

  public TableCounters counters() {
    return counters;
  }
}
