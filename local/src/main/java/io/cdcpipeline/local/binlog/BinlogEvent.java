package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import java.io.Serializable;
import java.util.List;

/** An event of the binlog; everything between a Begin and its End is one transaction. */
public sealed interface BinlogEvent {

  /**
   * The start of a transaction.
   *
   * @param sequence rises by one with each transaction, without gaps
   * @param epochSecond when its first statement started
   */
  record Begin(long sequence, long epochSecond) implements BinlogEvent {}

  /** Changed rows of one table, with raw values in the order of the table's columns. */
  record Rows(TableMapEventData table, List<RawRow> rows) implements BinlogEvent {}

  /** A statement, for example DDL. */
  record Statement(String database, String sql) implements BinlogEvent {}

  /** The transaction is complete. */
  record End(long sequence) implements BinlogEvent {}

  /** The reader cannot continue, for example because the binlog was purged. */
  record Lost(String reason) implements BinlogEvent {}

  /** One row before and after the change; null if absent (before an insert, after a delete). */
  record RawRow(List<Serializable> before, List<Serializable> after) {}
}
