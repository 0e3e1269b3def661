package io.cdcpipeline.local.demo;

import java.util.Locale;

/** A table and an operation: one line of the comparison. */
public record TableOp(String table, String op) implements Comparable<TableOp> {

  static TableOp of(String database, String table, String op) {
    return new TableOp(database + "." + table, op.toLowerCase(Locale.ROOT));
  }

  @Override
  public int compareTo(TableOp other) {
    int byTable = table.compareTo(other.table);
    return byTable != 0 ? byTable : op.compareTo(other.op);
  }
}
