package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** The library's readers of row events, with dates and times as {@link TemporalText}. */
final class RowReaders {
  private RowReaders() {}

  private static byte[] packed(int bytes, int digits, ByteArrayInputStream in) throws IOException {
    return in.read(bytes + TemporalText.fractionBytes(digits));
  }

  /** Of rows that were inserted. */
  static final class Inserts extends WriteRowsEventDataDeserializer {
    Inserts(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return TemporalText.date(in.read(3));
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.dateTime(digits, packed(5, digits, in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.timestamp(digits, packed(4, digits, in));
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.time(digits, packed(3, digits, in));
    }
  }

  /** Of rows before and after an update. */
  static final class Updates extends UpdateRowsEventDataDeserializer {
    Updates(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return TemporalText.date(in.read(3));
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.dateTime(digits, packed(5, digits, in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.timestamp(digits, packed(4, digits, in));
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.time(digits, packed(3, digits, in));
    }
  }

  /** Of rows that were deleted. */
  static final class Deletes extends DeleteRowsEventDataDeserializer {
    Deletes(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return TemporalText.date(in.read(3));
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.dateTime(digits, packed(5, digits, in));
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.timestamp(digits, packed(4, digits, in));
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return TemporalText.time(digits, packed(3, digits, in));
    }
  }
}
