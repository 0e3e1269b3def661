package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.metrics.TableCounters;
import java.util.Arrays;

/** What is computed once per table, so that a row costs only copies. */
public final class TableEntry {
  /** The name as in the message, in JSON form, to recognize the table by. */
  private final byte[] database;

  private final byte[] table;

  /** {@code <database>.<table>/}, escaped. */
  private final byte[] idPrefix;

  /**
   * For each operation: {@code ","op":"UPDATE","database":"shop","table":"orders","commit_ts":}.
   */
  private final byte[][] lineFragments = new byte[Operation.COUNTED.size()][];

  private final Redaction.Columns redaction;
  private final TableCounters counters;

  TableEntry(ByteSpan database, ByteSpan table, Redaction redaction, ConsumerMetrics metrics) {
    this.database = copy(database);
    this.table = copy(table);
    ByteWriter prefix = new ByteWriter(64);
    EventIdEscaping.appendName(prefix, this.database, 0, this.database.length);
    prefix.put('.');
    EventIdEscaping.appendName(prefix, this.table, 0, this.table.length);
    prefix.put('/');
    idPrefix = Arrays.copyOf(prefix.array, prefix.length);
    for (Operation operation : Operation.COUNTED) {
      lineFragments[operation.index] = buildLineFragment(operation);
    }
    this.redaction = redaction.columnsOf(database.text(), table.text());
    counters = metrics.table(database.text(), table.text());
  }

  private byte[] buildLineFragment(Operation operation) {
    ByteWriter fragment = new ByteWriter(128);
    fragment.put("\",\"op\":\"" + operation.name() + "\",\"database\":\"");
    fragment.put(database);
    fragment.put("\",\"table\":\"");
    fragment.put(table);
    fragment.put("\",\"commit_ts\":");
    return Arrays.copyOf(fragment.array, fragment.length);
  }

  private static byte[] copy(ByteSpan span) {
    return span.isPresent() ? Arrays.copyOfRange(span.bytes, span.from, span.to) : new byte[0];
  }

  boolean matches(ByteSpan otherDatabase, ByteSpan otherTable) {
    return isSameName(otherTable, table) && isSameName(otherDatabase, database);
  }

  private static boolean isSameName(ByteSpan span, byte[] name) {
    return span.isPresent() ? span.equalTo(name) : name.length == 0;
  }

  byte[] idPrefix() {
    return idPrefix;
  }

  byte[] lineFragment(Operation operation) {
    return lineFragments[operation.index];
  }

  public Redaction.Columns redaction() {
    return redaction;
  }

  public TableCounters counters() {
    return counters;
  }
}
