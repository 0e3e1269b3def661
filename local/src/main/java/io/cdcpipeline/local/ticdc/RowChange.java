package io.cdcpipeline.local.ticdc;

import java.util.List;

/** One message to send; null is absence (before an insert, after a delete). */
record RowChange(Table table, List<String> before, List<String> after) {

  String type() {
    return before == null ? "INSERT" : after == null ? "DELETE" : "UPDATE";
  }

  /** What {@code data} shows. */
  List<String> row() {
    return after == null ? before : after;
  }
}
