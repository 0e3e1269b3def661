package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects, counts and logs what Kafka no longer has; its client continues without a word. */
final class LostRecords {
  private static final Logger log = LoggerFactory.getLogger(LostRecords.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final ConsumerMetrics metrics;

  LostRecords(Consumer<?, ?> consumer, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.metrics = metrics;
  }

  /**
   * Reports records that retention deleted before they were read: the client continues at the first
   * one that is left.
   */
  void reportDeleted(PartitionState partition, long offset) {
    if (partition.nextOffset < 0 || offset <= partition.nextOffset) {
      return;
    }
    TopicPartition tp = partition.topicPartition();
    try {
      long first = Math.min(consumer.beginningOffsets(Set.of(tp), TIMEOUT).get(tp), offset);
      if (first > partition.nextOffset) { // else a gap left by compaction or a transaction
        metrics.missedRecords.addAndGet(first - partition.nextOffset);
        partition.missRecords();
        log.atError()
            .addKeyValue("partition", tp)
            .addKeyValue("from", partition.nextOffset)
            .addKeyValue("to", first - 1)
            .log("Kafka deleted records before they were read: retention is too short");
      }
    } catch (RetriableException e) {
      partition.missRecords();
      log.atWarn()
          .addKeyValue("partition", tp)
          .addKeyValue("offset", offset)
          .log("Skipped offsets; cannot check whether Kafka deleted records");
    }
  }

  /** The log ends, or differs from what was read, before an offset that was committed or read. */
  void reportTruncation(PartitionState partition, long committed, long found) {
    metrics.logTruncations.incrementAndGet();
    log.atWarn()
        .addKeyValue("topic", partition.topic())
        .addKeyValue("partition", partition.partition())
        .addKeyValue("committedOffset", committed)
        .addKeyValue("foundOffset", found)
        .addKeyValue("lostRecords", committed - found)
        .log(
            "The log was truncated or the topic recreated: Kafka lost records that had been read;"
                + " continuing at the first one that differs");
  }
}
