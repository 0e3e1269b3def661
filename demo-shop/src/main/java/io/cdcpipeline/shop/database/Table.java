package io.cdcpipeline.shop.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A table as the shop needs it; the one in the database may have more columns and keys. */
record Table(String name, List<Column> columns, List<Key> keys) {
  record Column(String name, String definition) {
    String sql() {
      return name + " " + definition;
    }
  }

  /** A key is known by its columns, joined with commas: its name is the table owner's business. */
  record Key(String kind, String columns) {
    boolean unique() {
      return !kind.equals("KEY");
    }
  }

  static Table of(String name, Column... columns) {
    return new Table(name, List.of(columns), List.of());
  }

  static Column column(String name, String definition) {
    return new Column(name, definition);
  }

  Table primaryKey(String columns) {
    return with(new Key("PRIMARY KEY", columns));
  }

  Table uniqueKey(String columns) {
    return with(new Key("UNIQUE KEY", columns));
  }

  Table key(String columns) {
    return with(new Key("KEY", columns));
  }

  private Table with(Key key) {
    List<Key> more = new ArrayList<>(keys);
    more.add(key);
    return new Table(name, columns, more);
  }

  Set<String> columnNames() {
    return columns.stream().map(Column::name).collect(Collectors.toSet());
  }

  String create() {
    List<String> parts = new ArrayList<>();
    columns.forEach(column -> parts.add(column.sql()));
    keys.forEach(key -> parts.add(sql(key)));
    return "CREATE TABLE IF NOT EXISTS %s (%s)".formatted(name, String.join(", ", parts));
  }

  String add(Column column) {
    return "ALTER TABLE %s ADD COLUMN %s".formatted(name, column.sql());
  }

  String add(Key key) {
    return "ALTER TABLE %s ADD %s".formatted(name, sql(key));
  }

  private String sql(Key key) {
    String keyName =
        key.kind().equals("PRIMARY KEY") ? "" : " " + name + "_" + key.columns().replace(',', '_');
    return "%s%s (%s)".formatted(key.kind(), keyName, key.columns());
  }
}
