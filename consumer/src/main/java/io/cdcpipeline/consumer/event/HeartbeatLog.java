package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.json.ByteWriter;

/**
 * Formats heartbeats as lines of JSON: one for each closed {@link WatermarkWindow}. The line
 * travels as events do, and so proves how far everything after this consumer has come; its id and
 * its {@code @timestamp} depend on the watermark alone, so that a replay adds no second document.
 */
public final class HeartbeatLog {
  private static final byte[] START = ByteWriter.utf8("{\"@timestamp\":\"");
  private static final byte[] ID =
      ByteWriter.utf8("Z\",\"log_type\":\"cdc_heartbeat\",\"event_id\":\"");
  private static final byte[] PREVIOUS = ByteWriter.utf8("\",\"previous_watermark\":");
  private static final byte[] EVENTS = ByteWriter.utf8(",\"events\":");
  private static final byte[] DDL = ByteWriter.utf8(",\"ddl\":");
  private static final byte[] WRITTEN_AT = ByteWriter.utf8(",\"written_at\":\"");
  private static final byte[] END = ByteWriter.utf8("Z\"}\n");
  private static final byte[] NULL = ByteWriter.utf8("null");

  private final EventTime time = new EventTime();

  /**
   * Appends the line of a closed window.
   *
   * @param now when the line is written, in epoch milliseconds
   */
  public void append(
      ByteWriter out, WatermarkWindow.Closed window, PartitionText partition, long now) {
    out.put(START);
    time.put(out, Tso.millis(window.watermark()));
    out.put(ID);
    out.put(partition.heartbeatId);
    out.putDecimal(window.watermark());
    out.put(partition.beforeWatermark);
    out.putDecimal(window.watermark());
    out.put(PREVIOUS);
    appendPrevious(out, window.previous());
    out.put(EVENTS);
    appendCount(out, window.exact(), window.rows());
    out.put(DDL);
    appendCount(out, window.exact(), window.ddl());
    out.put(WRITTEN_AT);
    time.put(out, now);
    out.put(END);
  }

  /** As a string, like every TSO: Filebeat would convert a large number to a float. */
  private static void appendPrevious(ByteWriter out, long watermark) {
    if (watermark == 0) {
      out.put(NULL);
      return;
    }
    out.put('"');
    out.putDecimal(watermark);
    out.put('"');
  }

  private static void appendCount(ByteWriter out, boolean exact, long count) {
    if (exact) {
      out.putDecimal(count);
    } else {
      out.put(NULL);
    }
  }
}
