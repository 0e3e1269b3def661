package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/**
 * Reads TIME values with their sign, which the library's own readers drop: a packed number offset
 * by half its range, with ten bits of hours, six of minutes, six of seconds, then the fraction.
 */
final class SignedTime {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private SignedTime() {}

  /** Microseconds, negative below midnight. */
  static long micros(int fractionDigits, byte[] packed) {
    int fractionBytes = (fractionDigits + 1) / 2;
    long value = 0;
    for (byte one : packed) {
      value = value << 8 | (one & 0xff);
    }
    int fractionBits = 8 * fractionBytes;
    long signed = value - (1L << (8 * packed.length - 1));
    long size = Math.abs(signed);
    long fraction = size & ((1L << fractionBits) - 1);
    long time = size >> fractionBits;
    long seconds = (time >> 12 & 0x3ff) * 3600 + (time >> 6 & 0x3f) * 60 + (time & 0x3f);
    long scale = (long) Math.pow(10, 6 - 2 * fractionBytes);
    return Long.signum(signed) * (seconds * MICROS_PER_SECOND + fraction * scale);
  }

  private static Serializable read(int fractionDigits, ByteArrayInputStream in) throws IOException {
    return micros(fractionDigits, in.read(3 + (fractionDigits + 1) / 2));
  }

  static final class Inserts extends WriteRowsEventDataDeserializer {
    Inserts(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return read(digits, in);
    }
  }

  static final class Updates extends UpdateRowsEventDataDeserializer {
    Updates(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return read(digits, in);
    }
  }

  static final class Deletes extends DeleteRowsEventDataDeserializer {
    Deletes(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return read(digits, in);
    }
  }
}
