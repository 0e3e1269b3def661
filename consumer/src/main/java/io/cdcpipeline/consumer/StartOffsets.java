package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
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
  private final OffsetValidation validation;
  private final Time time;
  private final Handover handover;
  private final Map<TopicPartition, CommittedPosition> written;
  private final List<PartitionState> pending = new ArrayList<>();

  StartOffsets(
      Consumer<?, ?> consumer,
      Deduplicator.Budget budget,
      OffsetValidation validation,
      Time time,
      Handover handover) {
    this.consumer = consumer;
    this.budget = budget;
    this.validation = validation;
    this.time = time;
    this.handover = handover;
    this.written = new HashMap<>(handover.written());
  }

  void add(PartitionState partition) {
    pending.add(partition);
  }

  boolean isPending(PartitionState partition) {
    return pending.contains(partition);
  }

  /**
   * Seeks all pending partitions; returns those that may be read now, none if Kafka is away.
   *
   * @param partitions how many partitions the topic has; 0 if unknown
   * @throws ReconnectException if a new client is needed to read a partition
   */
  List<TopicPartition> resolve(int partitions) {
    pending.removeIf(partition -> !partition.isOwned());
    if (pending.isEmpty()) {
      return List.of();
    }
    try {
      Map<TopicPartition, CommittedPosition> committed = committed(partitions);
      Map<PartitionState, CommittedPosition> resuming =
          validation.validate(pendingWithCommit(committed));
      Set<TopicPartition> known =
          resuming.keySet().stream()
              .map(PartitionState::topicPartition)
              .collect(Collectors.toSet());
      Map<TopicPartition, Long> first =
          known.isEmpty() ? Map.of() : consumer.beginningOffsets(known, TIMEOUT);
      resuming.forEach((partition, position) -> resume(partition, position, first));
      return release(resuming.keySet(), committed, partitions);
    } catch (RetriableException | AuthenticationException e) {
      log.atWarn()
          .addKeyValue("error", e.toString())
          .log("Cannot fetch committed offsets, retrying");
      return List.of();
    }
  }

  /** Of the whole topic: the positions of others show whether it has grown. */
  private Map<TopicPartition, CommittedPosition> committed(int partitions) {
    Set<TopicPartition> wanted = new HashSet<>();
    for (PartitionState partition : pending) {
      wanted.add(partition.topicPartition());
    }
    for (int i = 0; i < partitions; i++) {
      wanted.add(new TopicPartition(pending.get(0).topic(), i));
    }
    Map<TopicPartition, CommittedPosition> positions = new HashMap<>();
    consumer
        .committed(wanted, TIMEOUT)
        .forEach(
            (tp, offset) -> {
              if (offset != null) {
                positions.put(tp, CommittedPosition.parse(offset));
              }
            });
    written.forEach(
        (tp, own) -> positions.merge(tp, own, (a, b) -> a.offset() > b.offset() ? a : b));
    return positions;
  }

  /**
   * A watermark that could not have been sent yet would hide all changes before it as duplicates.
   */
  private CommittedPosition plausible(TopicPartition tp, CommittedPosition position) {
    if (!Tso.isTooFarAhead(position.watermark(), time.millis())) {
      return position;
    }
    log.atWarn()
        .addKeyValue("partition", tp)
        .addKeyValue("watermark", position.watermark())
        .log("The committed watermark is in the future and is discarded; counting resumes");
    return CommittedPosition.withoutState(position.offset(), position.epoch());
  }

  private Map<PartitionState, CommittedPosition> pendingWithCommit(
      Map<TopicPartition, CommittedPosition> committed) {
    Map<PartitionState, CommittedPosition> found = new HashMap<>();
    for (PartitionState partition : pending) {
      CommittedPosition position = committed.get(partition.topicPartition());
      if (position != null) {
        found.put(partition, plausible(partition.topicPartition(), position));
      }
    }
    return found;
  }

  private void resume(
      PartitionState partition, CommittedPosition position, Map<TopicPartition, Long> firsts) {
    TopicPartition tp = partition.topicPartition();
    long from = Math.max(position.rebuildFrom(), firsts.get(tp));
    partition.restore(position, from, new Deduplicator(budget, position.watermark()));
    if (from != consumer.position(tp, TIMEOUT)) {
      consumer.seek(tp, from);
    }
    log.atInfo()
        .addKeyValue("partition", tp)
        .addKeyValue("offset", position.offset())
        .addKeyValue("rebuildFrom", from)
        .log("Resuming from committed offset");
  }

  /** Returns the partitions that can be read: those that resume, and those without a commit. */
  private List<TopicPartition> release(
      Set<PartitionState> resuming, Map<TopicPartition, CommittedPosition> committed, int size) {
    List<TopicPartition> ready = new ArrayList<>();
    for (PartitionState partition : List.copyOf(pending)) {
      TopicPartition tp = partition.topicPartition();
      if (!committed.containsKey(tp) && hasGrownBy(partition, committed)) {
        partition.missRecords(); // its first changes may have been sent to other partitions before
      }
      if (resuming.contains(partition) || !committed.containsKey(tp)) {
        partition.setPartitions(size);
        takeOver(partition);
        pending.remove(partition);
        ready.add(tp);
      }
    }
    return ready;
  }

  /** Commits what an earlier loop has written, and passes over what it had no memory for. */
  private void takeOver(PartitionState partition) {
    handover.oversized().ifPresent(oversized -> oversized.passOver(partition, consumer));
    partition.dirty |= written.remove(partition.topicPartition()) != null;
  }

  private static boolean hasGrownBy(
      PartitionState partition, Map<TopicPartition, CommittedPosition> committed) {
    return committed.values().stream()
        .anyMatch(
            position ->
                position.partitions() > 0 && position.partitions() <= partition.partition());
  }
}
