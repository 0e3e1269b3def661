package io.cdcpipeline.local.ticdc;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import io.cdcpipeline.local.binlog.TableInfo;
import io.cdcpipeline.local.binlog.TableInfo.ColumnInfo;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Combines what the binlog and the schema history say about a table. */
final class BinlogTable {
  private final TableMapEventData map;
  private final TableMapEventMetadata metadata;
  private final Optional<TableInfo> info;

  private BinlogTable(TableMapEventData map, Optional<TableInfo> info) {
    this.map = map;
    this.metadata = map.getEventMetadata();
    this.info = info;
  }

  static TableName name(TableMapEventData map) {
    return new TableName(map.getDatabase(), map.getTable());
  }

  static Table of(TableMapEventData map, Optional<TableInfo> info) {
    return new BinlogTable(map, info).table();
  }

  private Table table() {
    List<Column> columns = new ArrayList<>();
    Map<String, Integer> indices = new HashMap<>();
    List<String> names = metadata.getColumnNames();
    for (int position = 0; position < names.size(); position++) {
      Optional<ColumnInfo> column = info(names.get(position));
      if (!column.map(ColumnInfo::virtual).orElse(false)) {
        indices.put(names.get(position), columns.size());
        columns.add(column(names.get(position), position, column));
      }
    }
    List<Table.UniqueKey> keys = uniqueKeys(indices);
    return new Table(name(map), columns, primaryKey(indices), handleKey(indices), keys);
  }

  private Optional<ColumnInfo> info(String column) {
    return info.flatMap(table -> table.column(column));
  }

  private Column column(String name, int position, Optional<ColumnInfo> known) {
    ColumnType type = ColumnType.byCode(map.getColumnTypes()[position] & 0xff);
    int meta = map.getColumnMetadata()[position];
    boolean temporal =
        type == ColumnType.TIME_V2
            || type == ColumnType.DATETIME_V2
            || type == ColumnType.TIMESTAMP_V2;
    return new Column(
        name,
        position,
        known.map(ColumnInfo::dataType).orElseGet(() -> dataType(type, meta)),
        known.map(ColumnInfo::unsigned).orElse(false),
        known.map(ColumnInfo::zerofill).orElse(false),
        temporal ? meta : 0,
        known.map(ColumnInfo::length).orElse(0),
        known.map(ColumnInfo::charset).orElse("utf8mb4"));
  }

  /** For a table that was dropped before its definition could be read. */
  private static String dataType(ColumnType type, int meta) {
    return switch (type) {
      case TINY -> "tinyint";
      case SHORT -> "smallint";
      case INT24 -> "mediumint";
      case LONG -> "int";
      case LONGLONG -> "bigint";
      case NEWDECIMAL -> "decimal";
      case TIME_V2 -> "time";
      case DATETIME_V2 -> "datetime";
      case TIMESTAMP_V2 -> "timestamp";
      case VAR_STRING, VARCHAR -> "varchar";
      case STRING -> stringType(meta);
      case BLOB -> List.of("tinytext", "text", "mediumtext", "longtext").get(meta - 1);
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String stringType(int meta) {
    int real = meta >> 8;
    return real == ColumnType.ENUM.getCode()
        ? "enum"
        : real == ColumnType.SET.getCode() ? "set" : "char";
  }

  private List<Integer> primaryKey(Map<String, Integer> indices) {
    List<String> names =
        new ArrayList<>(info.map(TableInfo::primaryKey).orElseGet(this::mappedPrimaryKey));
    return names.stream().map(indices::get).sorted().toList();
  }

  private List<String> mappedPrimaryKey() {
    List<Integer> positions = metadata.getSimplePrimaryKeys();
    return positions == null
        ? List.of()
        : positions.stream().map(metadata.getColumnNames()::get).toList();
  }

  private List<Integer> handleKey(Map<String, Integer> indices) {
    List<Integer> primary = primaryKey(indices);
    return !primary.isEmpty()
        ? primary
        : info.flatMap(TableInfo::handleKey)
            .map(key -> indices(key.columns(), indices))
            .orElse(List.of());
  }

  private List<Table.UniqueKey> uniqueKeys(Map<String, Integer> indices) {
    List<Table.UniqueKey> keys = new ArrayList<>();
    info.map(TableInfo::keys)
        .orElse(List.of())
        .forEach(key -> keys.add(new Table.UniqueKey(key.name(), indices(key.columns(), indices))));
    if (keys.isEmpty() && !primaryKey(indices).isEmpty()) {
      keys.add(new Table.UniqueKey("PRIMARY", primaryKey(indices)));
    }
    return keys;
  }

  /** Virtual columns are not sent and cannot be part of a key here. */
  private static List<Integer> indices(List<String> names, Map<String, Integer> indices) {
    return names.stream().map(indices::get).filter(Objects::nonNull).sorted().toList();
  }
}
