package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves where a newly assigned partition resumes, and seeks back as far as its deduplication
 * state has to be rebuilt. Until that is known the partition stays paused.
 */
final class StartOffsets {
  private static final Logger log = LoggerFactory.getLogger(StartOffsets.class);

  /** Short, so that an unreachable broker does not keep the loop from its other duties. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final Deduplicator.Budget budget;
  private final ConsumerMetrics metrics;
  private final List<PartitionState> pending = new ArrayList<>();

  StartOffsets(Consumer<?, ?> consumer, Deduplicator.Budget budget, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.budget = budget;
    this.metrics = metrics;
  }

  void add(PartitionState partition) {
    pending.add(partition);
  }

  boolean isPending(PartitionState partition) {
    return pending.contains(partition);
  }

  /** Seeks all pending partitions; returns those that may be read now, none if Kafka is away. */
  List<TopicPartition> resolve() {
    pending.removeIf(partition -> !partition.isOwned());
    if (pending.isEmpty()) {
      return List.of();
    }
    Set<TopicPartition> wanted =
        pending.stream().map(PartitionState::topicPartition).collect(Collectors.toSet());
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          new HashMap<>(consumer.committed(wanted, TIMEOUT));
      committed.values().removeIf(Objects::isNull);
      Set<TopicPartition> known = committed.keySet();
      Map<TopicPartition, Long> first =
          known.isEmpty() ? Map.of() : consumer.beginningOffsets(known, TIMEOUT);
      Map<TopicPartition, Long> end =
          known.isEmpty() ? Map.of() : consumer.endOffsets(known, TIMEOUT);
      for (PartitionState partition : pending) {
        TopicPartition tp = partition.topicPartition();
        if (committed.containsKey(tp)) {
          seek(partition, committed.get(tp), first.get(tp), end.get(tp));
        }
      }
    } catch (RetriableException e) {
      log.atWarn()
          .addKeyValue("error", e.toString())
          .log("Cannot fetch committed offsets, retrying");
      return List.of();
    }
    pending.clear();
    return List.copyOf(wanted);
  }

  /**
   * Reports records that Kafka deleted before they were read (retention): its client silently
   * continues at the first one that is left.
   */
  void reportDeletedRecords(PartitionState partition, long offset) {
    if (partition.nextOffset < 0 || offset <= partition.nextOffset) {
      return;
    }
    TopicPartition tp = partition.topicPartition();
    try {
      long first = Math.min(consumer.beginningOffsets(Set.of(tp), TIMEOUT).get(tp), offset);
      if (first > partition.nextOffset) { // else a gap left by compaction or a transaction
        metrics.missedRecords.addAndGet(first - partition.nextOffset);
        log.atError()
            .addKeyValue("partition", tp)
            .addKeyValue("from", partition.nextOffset)
            .addKeyValue("to", first - 1)
            .log("Kafka deleted records before they were read: retention is too short");
      }
    } catch (RetriableException e) {
      log.atWarn()
          .addKeyValue("partition", tp)
          .addKeyValue("offset", offset)
          .log("Skipped offsets; cannot check whether Kafka deleted records");
    }
  }

  private void seek(PartitionState partition, OffsetAndMetadata committed, long first, long end) {
    TopicPartition tp = partition.topicPartition();
    if (committed.offset() > end) {
      // The topic was recreated: resuming at an offset it has not reached would lose its rows.
      log.atWarn()
          .addKeyValue("partition", tp)
          .addKeyValue("committed", committed.offset())
          .addKeyValue("end", end)
          .log("Committed offset is past the end of the partition; reading it from its start");
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
