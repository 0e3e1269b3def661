package io.cdcpipeline.local.ticdc;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import io.cdcpipeline.local.binlog.BinlogEvent.RawRow;
import io.cdcpipeline.local.binlog.BinlogEvent.Rows;
import io.cdcpipeline.local.binlog.SchemaHistory;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The rows of the transaction being read that the changefeed replicates. */
final class Transaction {
  /**
   * With more held rows than this, a transaction is sent in pieces, each with its own net effect.
   */
  private static final int MAX_ROWS = 50_000;

  private final ReplicaConfig config;
  private final SchemaHistory schemas;
  private final Consumer<RowChange> sink;
  private final Map<TableName, NetRows> tables = new LinkedHashMap<>();
  private final Map<Long, Table> seen = new LinkedHashMap<>();
  private long sequence;

  Transaction(ReplicaConfig config, SchemaHistory schemas, Consumer<RowChange> sink) {
    this.config = config;
    this.schemas = schemas;
    this.sink = sink;
  }

  /** Discards what was read of an incomplete transaction. */
  void begin(long newSequence) {
    sequence = newSequence;
    tables.clear();
    seen.clear();
  }

  void add(Rows rows) {
    TableName name = BinlogTable.name(rows.table());
    if (!config.passes(name)) {
      return;
    }
    Table table = seen.computeIfAbsent(rows.table().getTableId(), id -> table(rows.table(), name));
    if (!table.hasKey() && !config.forceReplicate()) {
      return;
    }
    NetRows net = tables.computeIfAbsent(name, n -> new NetRows(table));
    for (RawRow row : rows.rows()) {
      if (net.add(text(table, row.before()), text(table, row.after())) >= MAX_ROWS) {
        flush();
        net = tables.computeIfAbsent(name, n -> new NetRows(table));
      }
    }
  }

  private Table table(TableMapEventData map, TableName name) {
    return config.columns().select(BinlogTable.of(map, schemas.definition(name, sequence)));
  }

  private static List<String> text(Table table, List<Serializable> raw) {
    return raw == null ? null : ValueText.row(table, raw);
  }

  /** Sends the rows held. */
  void flush() {
    for (NetRows net : tables.values()) {
      net.changes(config.splitUpdates()).stream()
          .filter(change -> !config.events().ignores(change.table().name(), change.type()))
          .forEach(sink);
    }
    tables.clear();
  }
}
