package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.json.ByteWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes epoch milliseconds as {@code 2026-01-01T12:00:00.123} (UTC); caches the last second. */
public final class EventTime {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.");

  private long second = Long.MIN_VALUE;
  private byte[] text = {};

  /**
   * The time of a change in epoch milliseconds: that of its commit, else the message's {@code es},
   * else the record's timestamp.
   */
  public static long millis(CanalMessage message, long recordTime) {
    if (message.commitTs != 0) {
      return Tso.millis(message.commitTs);
    }
    return message.es.isPresent() ? message.es.number() : Math.max(0, recordTime);
  }

  void put(ByteWriter out, long millis) {
    long wanted = millis / 1000;
    if (wanted != second) {
      text = ByteWriter.utf8(SECOND.format(LocalDateTime.ofEpochSecond(wanted, 0, ZoneOffset.UTC)));
      second = wanted;
    }
    out.put(text);
    int rest = (int) (millis - wanted * 1000);
    out.put('0' + rest / 100);
    out.put('0' + rest / 10 % 10);
    out.put('0' + rest % 10);
  }
}
