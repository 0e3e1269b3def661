package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XidEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import io.cdcpipeline.local.binlog.BinlogEvent.RawRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Translates the library's events into ours; one instance per connection. */
final class EventTranslator {
  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final Consumer<BinlogEvent> sink;
  private long sequence;
  private boolean standalone;

  EventTranslator(Consumer<BinlogEvent> sink) {
    this.sink = sink;
  }

  /**
   * Strings as bytes, dates and times as text; without rows, only transaction boundaries are read.
   */
  EventDeserializer deserializer(boolean withRows) {
    EventDeserializer deserializer = new EventDeserializer();
    if (withRows) {
      deserializer.setEventDataDeserializer(EventType.WRITE_ROWS, new RowReaders.Inserts(tables));
      deserializer.setEventDataDeserializer(EventType.UPDATE_ROWS, new RowReaders.Updates(tables));
      deserializer.setEventDataDeserializer(EventType.DELETE_ROWS, new RowReaders.Deletes(tables));
    } else {
      for (EventType rows :
          List.of(EventType.WRITE_ROWS, EventType.UPDATE_ROWS, EventType.DELETE_ROWS)) {
        deserializer.setEventDataDeserializer(rows, new NullEventDataDeserializer());
      }
    }
    deserializer.setCompatibilityMode(CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY);
    return deserializer;
  }

  void accept(Event event) {
    EventData data = event.getData();
    if (data instanceof MariadbGtidEventData gtid) {
      sequence = gtid.getSequence();
      standalone = (gtid.getFlags() & MariadbGtidEventData.FL_STANDALONE) != 0;
      tables.clear();
      sink.accept(new BinlogEvent.Begin(sequence, event.getHeader().getTimestamp() / 1000));
    } else if (data instanceof TableMapEventData table) {
      tables.put(table.getTableId(), table);
    } else if (data instanceof QueryEventData query) {
      statement(query);
    } else if (data instanceof XidEventData) {
      sink.accept(new BinlogEvent.End(sequence));
    } else {
      rows(data);
    }
  }

  /**
   * DDL is a transaction of its own; on a non-transactional table a transaction ends with COMMIT.
   */
  private void statement(QueryEventData query) {
    boolean commit = query.getSql().equalsIgnoreCase("COMMIT");
    if (!commit) {
      sink.accept(new BinlogEvent.Statement(query.getDatabase(), query.getSql()));
    }
    if (commit || standalone) {
      sink.accept(new BinlogEvent.End(sequence));
    }
  }

  private void rows(EventData data) {
    if (data instanceof WriteRowsEventData inserts) {
      List<RawRow> rows =
          inserts.getRows().stream().map(row -> new RawRow(null, Arrays.asList(row))).toList();
      send(inserts.getTableId(), rows);
    } else if (data instanceof UpdateRowsEventData updates) {
      List<RawRow> rows =
          updates.getRows().stream()
              .map(row -> new RawRow(Arrays.asList(row.getKey()), Arrays.asList(row.getValue())))
              .toList();
      send(updates.getTableId(), rows);
    } else if (data instanceof DeleteRowsEventData deletes) {
      List<RawRow> rows =
          deletes.getRows().stream().map(row -> new RawRow(Arrays.asList(row), null)).toList();
      send(deletes.getTableId(), rows);
    }
  }

  private void send(long tableId, List<RawRow> rows) {
    TableMapEventData table = tables.get(tableId);
    if (table != null) {
      sink.accept(new BinlogEvent.Rows(table, rows));
    }
  }
}
