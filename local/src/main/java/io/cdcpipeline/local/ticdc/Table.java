package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.List;
import java.util.Objects;

/**
 * A table as it appears in messages: columns in table order, without those that are not sent.
 *
 * @param primaryKey indices into the columns, in table order
 * @param handleKey indices of the columns that identify rows; empty if there are none
 * @param uniqueKeys indices of each unique key's columns, including the primary key
 */
record Table(
    TableName name,
    List<Column> columns,
    List<Integer> primaryKey,
    List<Integer> handleKey,
    List<UniqueKey> uniqueKeys) {

  /** A unique index. */
  record UniqueKey(String name, List<Integer> columns) {}

  boolean hasKey() {
    return !handleKey.isEmpty();
  }

  List<String> values(List<Integer> which, List<String> row) {
    return which.stream().map(row::get).toList();
  }

  /** Whether the rows differ in a column of the primary key or of any unique key. */
  boolean keyChanged(List<String> before, List<String> after) {
    return uniqueKeys.stream()
        .flatMap(key -> key.columns().stream())
        .anyMatch(column -> !Objects.equals(before.get(column), after.get(column)));
  }
}
