package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a newly assigned partition goes on, and moves back as far as its memory of recent
 * changes needs to be rebuilt. Until that is known the partition stays paused.
 */
final class StartOffsets {
  private static final Logger log = LoggerFactory.getLogger(StartOffsets.class);

  /** Short, so that a broker that is away does not keep the loop from its other duties. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final Deduplicator.Budget budget;
  private final ConsumerMetrics metrics;
  private final List<PartitionState> waiting = new ArrayList<>();

  StartOffsets(Consumer<?, ?> consumer, Deduplicator.Budget budget, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.budget = budget;
    this.metrics = metrics;
  }

  void add(PartitionState partition) {
    waiting.add(partition);
  }

  boolean isWaiting(PartitionState partition) {
    return waiting.contains(partition);
  }

  /** Places what it can; returns the partitions that may be read now. */
  List<TopicPartition> find() {
    waiting.removeIf(partition -> !partition.isOwned());
    if (waiting.isEmpty()) {
      return List.of();
    }
    Set<TopicPartition> wanted =
        waiting.stream().map(PartitionState::topicPartition).collect(Collectors.toSet());
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          new HashMap<>(consumer.committed(wanted, PATIENCE));
      committed.values().removeIf(java.util.Objects::isNull);
      Set<TopicPartition> known = committed.keySet();
      Map<TopicPartition, Long> first =
          known.isEmpty() ? Map.of() : consumer.beginningOffsets(known, PATIENCE);
      Map<TopicPartition, Long> end =
          known.isEmpty() ? Map.of() : consumer.endOffsets(known, PATIENCE);
      for (PartitionState partition : waiting) {
        TopicPartition tp = partition.topicPartition();
        if (committed.containsKey(tp)) {
          place(partition, committed.get(tp), first.get(tp), end.get(tp));
        }
      }
    } catch (RetriableException e) {
      log.atWarn()
          .addKeyValue("error", e.toString())
          .log("Cannot fetch committed offsets, retrying");
      return List.of();
    }
    waiting.clear();
    return List.copyOf(wanted);
  }

  /**
   * Says so when Kafka deleted records before they were read (retention): its client goes on at the
   * first that is left and tells nobody.
   */
  void reportDeletedRecords(PartitionState partition, long offset) {
    if (partition.next < 0 || offset <= partition.next) {
      return;
    }
    TopicPartition tp = partition.topicPartition();
    try {
      long first = Math.min(consumer.beginningOffsets(Set.of(tp), PATIENCE).get(tp), offset);
      if (first > partition.next) { // else a gap that compaction or a transaction left
        metrics.missed.addAndGet(first - partition.next);
        log.atError()
            .addKeyValue("partition", tp)
            .addKeyValue("from", partition.next)
            .addKeyValue("to", first - 1)
            .log("Kafka deleted records before they were read: retention is too short");
      }
    } catch (RetriableException e) {
      log.atWarn()
          .addKeyValue("partition", tp)
          .addKeyValue("offset", offset)
          .log("Skipped offsets");
    }
  }

  private void place(PartitionState partition, OffsetAndMetadata committed, long first, long end) {
    TopicPartition tp = partition.topicPartition();
    if (committed.offset() > end) {
      // The topic was made anew: going on at an offset it has not reached would lose its rows.
      log.atWarn()
          .addKeyValue("partition", tp)
          .addKeyValue("committed", committed.offset())
          .addKeyValue("end", end)
          .log("The partition ends before the committed offset; reading it from its start");
      consumer.seek(tp, first);
      return;
    }
    CommittedPosition position = CommittedPosition.parse(committed.offset(), committed.metadata());
    long from = Math.max(position.rebuildFrom(), first);
    partition.restore(new Deduplicator(budget, position.watermark()), from, position.offset());
    consumer.seek(tp, from);
    log.atInfo()
        .addKeyValue("partition", tp)
        .addKeyValue("offset", position.offset())
        .addKeyValue("rebuildFrom", from)
        .log("Resuming from committed offset");
  }
}
