package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.event.HeartbeatLog;
import io.cdcpipeline.consumer.event.WatermarkWindow;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies TiCDC's watermarks: each ends the deduplicator's memory of what it passes, and one in
 * half a minute becomes a heartbeat.
 */
final class Watermarks {
  private static final Logger log = LoggerFactory.getLogger(Watermarks.class);

  private final ConsumerMetrics metrics;
  private final Selection selection;
  private final HeartbeatLog heartbeats = new HeartbeatLog();
  private final Set<TopicPartition> rejected = new HashSet<>();

  Watermarks(ConsumerMetrics metrics, Selection selection) {
    this.metrics = metrics;
    this.selection = selection;
  }

  /**
   * Applies a watermark, and appends the heartbeat if it closes a window.
   *
   * @param recordTime the time of its record in epoch milliseconds
   * @param now the current time in epoch milliseconds
   */
  void apply(
      long watermark,
      ConsumerRecord<?, ?> message,
      PartitionState partition,
      ByteWriter out,
      long recordTime,
      long now) {
    metrics.watermarks.setRelease(metrics.watermarks.getPlain() + 1);
    if (Tso.isTooFarAhead(watermark, recordTime)) {
      reject(watermark, message, partition, recordTime);
      return;
    }
    partition.observe(message.offset(), Math.max(recordTime, Tso.millis(watermark)));
    WatermarkWindow.Closed window = partition.advanceWatermark(watermark);
    if (window != null && selection.includes(window, message)) {
      heartbeats.append(out, window, partition.text, now);
      metrics.heartbeats.incrementAndGet();
    }
  }

  /** Applies a watermark that is read again only to rebuild the state. */
  void rebuild(long watermark, PartitionState partition, long recordTime) {
    if (!Tso.isTooFarAhead(watermark, recordTime)) {
      partition.rebuildWatermark(watermark);
    }
  }

  /** If it were accepted, all changes before that time would be taken for duplicates. */
  private void reject(
      long watermark, ConsumerRecord<?, ?> message, PartitionState partition, long recordTime) {
    metrics.watermarksRejected.incrementAndGet();
    if (rejected.add(partition.topicPartition())) {
      log.atWarn()
          .addKeyValue("partition", partition.topicPartition())
          .addKeyValue("offset", message.offset())
          .addKeyValue("watermark", watermark)
          .addKeyValue("aheadMillis", Tso.millis(watermark) - recordTime)
          .addKeyValue("limitMillis", Tso.MAX_AHEAD.toMillis())
          .log(
              "Ignoring a watermark far ahead of its record, and further ones: it is forged, or the"
                  + " clocks of the database and of Kafka differ too much");
    }
  }
}
