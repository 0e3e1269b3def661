package io.cdcpipeline.cli.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A row, as the ids of its changes name it: the values of its primary key, joined by commas.
 *
 * @param table database.table
 */
record RowKey(String table, String key) {

  String database() {
    return table.substring(0, table.indexOf('.'));
  }

  String name() {
    return table.substring(table.indexOf('.') + 1);
  }

  /** The values as the database has them. */
  List<String> values() {
    return Stream.of(key.split(",", -1))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  /** The columns of the primary key, in its order. */
  String keyColumnsQuery() {
    return "SELECT COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s AND CONSTRAINT_NAME = 'PRIMARY' ORDER BY ORDINAL_POSITION"
        .formatted(quoted(database()), quoted(name()));
  }

  String rowQuery(List<String> columns) {
    var values = values();
    var conditions =
        IntStream.range(0, columns.size())
            .mapToObj(i -> identifier(columns.get(i)) + " = " + quoted(values.get(i)))
            .toList();
    return "SELECT * FROM %s.%s WHERE %s"
        .formatted(identifier(database()), identifier(name()), String.join(" AND ", conditions));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String identifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
