package io.cdcpipeline.local.ticdc;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import io.cdcpipeline.local.binlog.TableInfo;
import io.cdcpipeline.local.binlog.TableInfo.ColumnInfo;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Combines what the binlog and the schema history say about a table. */
final class BinlogTable {
  private final TableName name;
  private final MappedColumns mapped;
  private final Optional<TableInfo> info;

  private BinlogTable(TableMapEventData map, Optional<TableInfo> recorded) {
    this.name = name(map);
    this.mapped = new MappedColumns(map);
    this.info = recorded.filter(mapped::fit);
  }

  static TableName name(TableMapEventData map) {
    return new TableName(map.getDatabase(), map.getTable());
  }

  /** The history may already be some statements ahead; then the binlog alone is asked. */
  static Table of(TableMapEventData map, Optional<TableInfo> recorded) {
    return new BinlogTable(map, recorded).table();
  }

  private Table table() {
    List<Column> columns = new ArrayList<>();
    Map<String, Integer> indices = new HashMap<>();
    List<String> names = mapped.names();
    for (int position = 0; position < names.size(); position++) {
      Optional<ColumnInfo> column = info(names.get(position));
      if (!column.map(ColumnInfo::virtual).orElse(false)) {
        indices.put(names.get(position), columns.size());
        columns.add(column(names.get(position), position, column));
      }
    }
    return new Table(name, columns, primaryKey(indices), handleKey(indices), uniqueKeys(indices));
  }

  private Optional<ColumnInfo> info(String column) {
    return info.flatMap(table -> table.column(column));
  }

  private Column column(String name, int position, Optional<ColumnInfo> known) {
    return new Column(
        name,
        position,
        known.map(ColumnInfo::dataType).orElseGet(() -> mapped.dataType(position)),
        known.map(ColumnInfo::unsigned).orElseGet(() -> mapped.unsigned(position)),
        known.map(ColumnInfo::zerofill).orElse(false),
        known.map(ColumnInfo::length).orElseGet(() -> mapped.length(position)),
        known.map(ColumnInfo::charset).orElseGet(() -> mapped.charset(position)));
  }

  private List<Integer> primaryKey(Map<String, Integer> indices) {
    return indices(mapped.primaryKey(), indices);
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
