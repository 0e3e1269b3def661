package io.cdcpipeline.local.binlog;

import io.cdcpipeline.local.binlog.TableInfo.ColumnInfo;
import io.cdcpipeline.local.binlog.TableInfo.KeyInfo;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads table definitions that the binlog does not carry. */
public final class InformationSchema {
  private static final String DATABASES = "SELECT schema_name FROM information_schema.schemata";
  private static final String COLUMNS =
      """
      SELECT column_name, data_type, column_type, character_set_name, is_nullable, extra,
             character_maximum_length
      FROM information_schema.columns WHERE table_schema = ? AND table_name = ?
      ORDER BY ordinal_position\
      """;
  private static final String KEYS =
      """
      SELECT index_name, column_name, sub_part FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      ORDER BY index_name, seq_in_index\
      """;
  private static final String JSON_COLUMNS =
      """
      SELECT constraint_name, check_clause FROM information_schema.check_constraints
      WHERE constraint_schema = ? AND table_name = ? AND check_clause LIKE 'json_valid(%'\
      """;
  private static final String TABLES =
      """
      SELECT table_schema, table_name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN
        ('mysql', 'information_schema', 'performance_schema', 'sys', 'metrics_schema')
      ORDER BY 1, 2\
      """;

  private final Database database;

  public InformationSchema(Database database) {
    this.database = database;
  }

  /** All tables a changefeed could replicate; none while the server is down. */
  public List<TableName> tables() {
    try {
      return database.query(TABLES, row -> new TableName(row.getString(1), row.getString(2)));
    } catch (SQLException e) {
      return List.of();
    }
  }

  /** All databases, as tables with an empty name. */
  List<TableName> databases() {
    try {
      return database.query(DATABASES, row -> new TableName(row.getString(1), ""));
    } catch (SQLException e) {
      return List.of();
    }
  }

  /** The current definition of the table. */
  public Optional<TableInfo> table(TableName name) {
    try {
      String[] where = {name.schema(), name.table()};
      Set<String> json =
          new HashSet<>(database.query(JSON_COLUMNS, InformationSchema::jsonColumn, where));
      List<ColumnInfo> columns = database.query(COLUMNS, row -> column(row, json), where);
      List<KeyInfo> keys = keys(where);
      // If it was dropped between the two queries, it would look like a table without a key.
      boolean still = columns.equals(database.query(COLUMNS, row -> column(row, json), where));
      return columns.isEmpty() || !still
          ? Optional.empty()
          : Optional.of(new TableInfo(name, columns, keys));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static String jsonColumn(ResultSet row) throws SQLException {
    String clause = row.getString(2);
    return clause.substring(clause.indexOf('`') + 1, clause.lastIndexOf('`'));
  }

  private static ColumnInfo column(ResultSet row, Set<String> json) throws SQLException {
    String name = row.getString(1);
    String type = row.getString(3).toLowerCase(Locale.ROOT);
    long length = row.getLong(7);
    return new ColumnInfo(
        name,
        json.contains(name) ? "json" : row.getString(2).toLowerCase(Locale.ROOT),
        type.contains(" unsigned"),
        type.contains(" zerofill"),
        (int) Math.min(length, Integer.MAX_VALUE),
        row.getString(4) == null ? "binary" : row.getString(4),
        row.getString(5).equals("YES"),
        row.getString(6).toUpperCase(Locale.ROOT).contains("VIRTUAL"));
  }

  /** A key on a column prefix does not identify rows. */
  private List<KeyInfo> keys(String[] where) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    Set<String> prefixed = new HashSet<>();
    database.query(
        KEYS,
        row -> {
          columns.computeIfAbsent(row.getString(1), key -> new ArrayList<>()).add(row.getString(2));
          return row.getString(3) != null && prefixed.add(row.getString(1));
        },
        where);
    return columns.entrySet().stream()
        .filter(key -> !prefixed.contains(key.getKey()) || key.getKey().equals("PRIMARY"))
        .map(key -> new KeyInfo(key.getKey(), List.copyOf(key.getValue())))
        .toList();
  }
}
