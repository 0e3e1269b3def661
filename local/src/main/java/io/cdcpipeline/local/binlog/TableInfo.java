package io.cdcpipeline.local.binlog;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A table as described by {@code information_schema}. */
public record TableInfo(TableName name, List<ColumnInfo> columns, List<KeyInfo> keys) {

  /**
   * A column.
   *
   * @param dataType {@code json} where the server shows a checked longtext
   * @param virtual computed when read: never sent
   */
  public record ColumnInfo(
      String name,
      String dataType,
      boolean unsigned,
      boolean zerofill,
      int length,
      String charset,
      boolean nullable,
      boolean virtual) {}

  /** A unique index without column prefixes; the primary key's name is PRIMARY. */
  public record KeyInfo(String name, List<String> columns) {
    boolean primary() {
      return name.equals("PRIMARY");
    }
  }

  public Optional<ColumnInfo> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }

  public List<String> primaryKey() {
    return keys.stream()
        .filter(KeyInfo::primary)
        .findFirst()
        .map(KeyInfo::columns)
        .orElse(List.of());
  }

  /**
   * What identifies rows: the primary key, else the unique key with the fewest columns and none
   * nullable. A table without either is not replicated unless forced.
   */
  public Optional<KeyInfo> handleKey() {
    Optional<KeyInfo> primary = keys.stream().filter(KeyInfo::primary).findFirst();
    return primary.isPresent()
        ? primary
        : keys.stream()
            .filter(key -> key.columns().stream().noneMatch(this::mayBeNull))
            .min(Comparator.comparingInt(key -> key.columns().size()));
  }

  private boolean mayBeNull(String column) {
    return column(column).map(ColumnInfo::nullable).orElse(true);
  }
}
