package io.cdcpipeline.shop.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the database what the shop's tables lack. It only ever adds: tables, columns, keys, and
 * NULL as a value of columns that the shop does not know and so cannot fill. Where nothing is
 * missing it changes nothing, and needs no right to.
 */
final class Schema {
  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  /** What is known of a column that is there: its type, and whether a row must bring a value. */
  record Present(String type, boolean mandatory) {}

  private Schema() {}

  static void prepare(Connection connection) throws SQLException {
    for (Table table : ShopTables.ALL) {
      for (String statement : missing(table, columns(connection, table), keys(connection, table))) {
        run(connection, statement);
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SQLException(
          "the shop needs \"%s\", which failed: %s".formatted(sql, SqlErrors.reason(e)),
          e.getSQLState(),
          e.getErrorCode());
    }
    log.atInfo().addKeyValue("sql", sql).log("schema completed");
  }

  /** The statements that turn what is there into what the shop needs. */
  static List<String> missing(
      Table table, Map<String, Present> columns, Map<String, Boolean> keys) {
    if (columns.isEmpty()) {
      return List.of(table.create());
    }
    List<String> statements = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      if (!columns.containsKey(column.name())) {
        statements.add(table.add(column));
      }
    }
    for (Table.Key key : table.keys()) {
      Boolean unique = keys.get(key.columns());
      if (unique == null || key.unique() && !unique) {
        statements.add(table.add(key));
      }
    }
    columns.forEach(
        (name, present) -> {
          if (present.mandatory() && !table.columnNames().contains(name)) {
            statements.add(
                "ALTER TABLE %s MODIFY COLUMN %s %s NULL"
                    .formatted(table.name(), name, present.type()));
          }
        });
    return statements;
  }

  private static Map<String, Present> columns(Connection connection, Table table)
      throws SQLException {
    Map<String, Present> columns = new TreeMap<>();
    String sql =
        """
        SELECT LOWER(column_name), column_type,
          is_nullable = 'NO' AND column_default IS NULL
            AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '%GENERATED%'
        FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?
        """;
    new SqlSession(connection)
        .list(
            row -> columns.put(row.getString(1), new Present(row.getString(2), row.getBoolean(3))),
            sql,
            table.name());
    return columns;
  }

  /** Columns of each key, joined with commas, and whether one of that shape is unique. */
  private static Map<String, Boolean> keys(Connection connection, Table table) throws SQLException {
    Map<String, Boolean> keys = new HashMap<>();
    String sql =
        """
        SELECT LOWER(GROUP_CONCAT(column_name ORDER BY seq_in_index)), non_unique = 0
        FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?
        GROUP BY index_name, non_unique
        """;
    new SqlSession(connection)
        .list(
            row -> keys.merge(row.getString(1), row.getBoolean(2), Boolean::logicalOr),
            sql,
            table.name());
    return keys;
  }
}
