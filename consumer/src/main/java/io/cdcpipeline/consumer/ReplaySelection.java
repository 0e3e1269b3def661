package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.config.ReplaySettings;
import io.cdcpipeline.consumer.event.EventTime;
import io.cdcpipeline.consumer.event.WatermarkWindow;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lines of a replay: changes by their commit time and table. Of the heartbeats, those whose
 * window is known to be the one that was closed when the topic was first read, with all of its
 * changes; an inexact one would stand in the index for the exact one that is missing there.
 */
final class ReplaySelection implements Selection {
  /** The first window has no beginning, and the second one begins wherever reading began. */
  private static final int INCOMPLETE_WINDOWS = 2;

  private final ReplaySettings replay;
  private final Map<Integer, Integer> incompleteWindows = new HashMap<>();
  private long lines;
  private int lastPartition = -1;
  private long lastOffset = -1;

  ReplaySelection(ReplaySettings replay) {
    this.replay = replay;
  }

  /** Reading of a partition begins there, or continues there after a gap. */
  void begin(int partition, long offset) {
    incompleteWindows.put(partition, offset == 0 ? 1 : INCOMPLETE_WINDOWS);
  }

  @Override
  public boolean includes(
      CanalMessage change, ConsumerRecord<?, ?> message, long recordTime, boolean duplicate) {
    if (!replay.includes(EventTime.millis(change, recordTime))
        || !replay.includes(change.database::text, change.table::text)) {
      return false;
    }
    lines++;
    if (!duplicate) { // the document of a duplicate has the offset of its first record
      lastPartition = message.partition();
      lastOffset = message.offset();
    }
    return true;
  }

  @Override
  public boolean includes(WatermarkWindow.Closed window, ConsumerRecord<?, ?> message) {
    int incomplete = incompleteWindows.getOrDefault(message.partition(), INCOMPLETE_WINDOWS);
    if (incomplete > 0) {
      incompleteWindows.put(message.partition(), incomplete - 1);
      return false;
    }
    return window.exact()
        && replay.tables().isEmpty()
        && replay.since() <= Tso.millis(window.previous())
        && replay.includes(Tso.millis(window.watermark()));
  }

  /** Lines of changes so far. */
  long lines() {
    return lines;
  }

  /** The record of the last line; -1 before the first. */
  long lastOffset() {
    return lastOffset;
  }

  int lastPartition() {
    return lastPartition;
  }
}
