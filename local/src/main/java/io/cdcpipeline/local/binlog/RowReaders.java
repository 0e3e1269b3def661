package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/** The library's readers of row events, with dates and times as {@link TemporalText}. */
final class RowReaders {
  private RowReaders() {}

  /** Empty for a value of another type, of which nothing is read. */
  private static Optional<String> temporal(ColumnType type, int meta, ByteArrayInputStream in)
      throws IOException {
    return switch (type) {
      case DATE -> Optional.of(TemporalText.date(in.read(3)));
      case DATETIME_V2 -> Optional.of(TemporalText.dateTime(meta, packed(5, meta, in)));
      case TIMESTAMP_V2 -> Optional.of(TemporalText.timestamp(meta, packed(4, meta, in)));
      case TIME_V2 -> Optional.of(TemporalText.time(meta, packed(3, meta, in)));
      default -> Optional.empty();
    };
  }

  private static byte[] packed(int bytes, int digits, ByteArrayInputStream in) throws IOException {
    return in.read(bytes + TemporalText.fractionBytes(digits));
  }

  /** Of rows that were inserted. */
  static final class Inserts extends WriteRowsEventDataDeserializer {
    Inserts(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(
        ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      var text = temporal(type, meta, in);
      return text.isPresent() ? text.get() : super.deserializeCell(type, meta, length, in);
    }
  }

  /** Of rows before and after an update. */
  static final class Updates extends UpdateRowsEventDataDeserializer {
    Updates(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(
        ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      var text = temporal(type, meta, in);
      return text.isPresent() ? text.get() : super.deserializeCell(type, meta, length, in);
    }
  }

  /** Of rows that were deleted. */
  static final class Deletes extends DeleteRowsEventDataDeserializer {
    Deletes(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(
        ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      var text = temporal(type, meta, in);
      return text.isPresent() ? text.get() : super.deserializeCell(type, meta, length, in);
    }
  }
}
