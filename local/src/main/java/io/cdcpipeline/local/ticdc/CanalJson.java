package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.binlog.Ddl;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Canal-JSON with the key order of TiCDC v8.5.7's new encoder (pingcap/ticdc
 * pkg/sink/codec/canal/canal_json_encoder.go), except mysqlType, which is in table order here and
 * in random order there.
 */
final class CanalJson {
  private static final int LOGICAL_BITS = 18;

  private final boolean extension;
  private final RowFormat format;
  private final Clock clock;

  /** Options that affect the rows of a message. */
  record RowFormat(boolean onlyUpdatedColumns, boolean deleteOnlyHandleKey) {}

  CanalJson(boolean extension, RowFormat format, Clock clock) {
    this.extension = extension;
    this.format = format;
    this.clock = clock;
  }

  byte[] row(RowChange change, long commitTs) {
    Table table = change.table();
    List<Integer> shown = shown(change);
    JsonText json = head(table.name().schema(), table.name().table());
    json.key("pkNames").open('[');
    table.primaryKey().forEach(column -> json.string(table.columns().get(column).name()));
    json.close(']');
    times(json, false, change.type(), commitTs, "");
    json.key("sqlType").open('{');
    for (int column : shown) {
      Column one = table.columns().get(column);
      json.key(one.name()).raw(Integer.toString(one.sqlType(change.row().get(column))));
    }
    json.close('}').key("mysqlType").open('{');
    for (int column : shown) {
      Column one = table.columns().get(column);
      json.key(one.name()).string(one.mysqlType());
    }
    json.close('}').key("old");
    if (change.type().equals("UPDATE")) {
      values(json, table, changed(change), change.before());
    } else {
      json.raw("null");
    }
    json.key("data");
    values(json, table, shown, change.row());
    return tail(json, "commitTs", commitTs);
  }

  private List<Integer> shown(RowChange change) {
    boolean handleOnly = format.deleteOnlyHandleKey() && change.type().equals("DELETE");
    return handleOnly
        ? change.table().handleKey()
        : IntStream.range(0, change.table().columns().size()).boxed().toList();
  }

  private List<Integer> changed(RowChange change) {
    return IntStream.range(0, change.table().columns().size())
        .filter(
            column ->
                !format.onlyUpdatedColumns()
                    || !Objects.equals(change.before().get(column), change.after().get(column)))
        .boxed()
        .toList();
  }

  private static void values(JsonText json, Table table, List<Integer> columns, List<String> row) {
    json.open('[').open('{');
    columns.forEach(column -> json.key(table.columns().get(column).name()).string(row.get(column)));
    json.close('}').close(']');
  }

  byte[] ddl(Ddl ddl, long commitTs) {
    JsonText json = head(ddl.name().schema(), ddl.name().table()).key("pkNames").raw("null");
    times(json, true, ddl.type(), commitTs, ddl.sql());
    return withoutRows(json, "commitTs", commitTs);
  }

  byte[] watermark(long tso) {
    JsonText json = head("", "").key("pkNames").raw("null");
    times(json, false, "TIDB_WATERMARK", tso, "");
    return withoutRows(json, "watermarkTs", tso);
  }

  private byte[] withoutRows(JsonText json, String extra, long tso) {
    json.key("sqlType").raw("null").key("mysqlType").raw("null");
    json.key("data").raw("null").key("old").raw("null");
    return tail(json, extra, tso);
  }

  private static JsonText head(String database, String table) {
    JsonText json = new JsonText().open('{').key("id").raw("0");
    return json.key("database").string(database).key("table").string(table);
  }

  private void times(JsonText json, boolean ddl, String type, long tso, String sql) {
    json.key("isDdl").raw(Boolean.toString(ddl)).key("type").string(type);
    json.key("es").raw(Long.toString(tso >> LOGICAL_BITS));
    json.key("ts").raw(Long.toString(clock.millis())).key("sql").string(sql);
  }

  private byte[] tail(JsonText json, String extra, long tso) {
    if (extension) {
      json.key("_tidb").open('{').key(extra).raw(Long.toString(tso)).close('}');
    }
    return json.close('}').bytes();
  }
}
