package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets, and only those whose lines the operating system has and whose dead letters Kafka
 * has. Not more often than every 200 ms: committing after each small poll costs a quarter of the
 * throughput (performance.md), and only a kill would make the difference.
 */
final class OffsetCommitter {
  private static final Logger log = LoggerFactory.getLogger(OffsetCommitter.class);
  private static final long INTERVAL_MILLIS = 200;
  private static final Duration DEAD_LETTER_PATIENCE = Duration.ofSeconds(30);

  /** Once this block is written, the partition may be committed up to this position. */
  private record Mark(long block, PartitionState partition, CommittedPosition position) {}

  private final Consumer<?, ?> consumer;
  private final LineWriter writer;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long lastCommit;
  private long oldestPoll;
  private boolean underWay;
  private KafkaException fatal;

  OffsetCommitter(
      Consumer<?, ?> consumer,
      LineWriter writer,
      DeadLetters deadLetters,
      ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /** Notes how far a partition was decoded when this block was handed to the writer. */
  void mark(long block, PartitionState partition, long polledAt) {
    marks.add(new Mark(block, partition, partition.position()));
    if (oldestPoll == 0) {
      oldestPoll = polledAt;
    }
  }

  /** Commits without waiting, when it is time and there is something new. */
  void commitIfDue(Collection<PartitionState> partitions, long now) {
    if (fatal != null) {
      throw fatal;
    }
    if (underWay || now - lastCommit < INTERVAL_MILLIS) {
      return;
    }
    Map<PartitionState, CommittedPosition> positions = positions(partitions);
    if (positions.isEmpty()) {
      return;
    }
    lastCommit = now;
    underWay = true;
    long polledAt = oldestPoll;
    oldestPoll = 0;
    consumer.commitAsync(
        offsets(positions), (offsets, failure) -> committed(positions, polledAt, failure));
  }

  private void committed(
      Map<PartitionState, CommittedPosition> positions, long polledAt, Exception failure) {
    underWay = false;
    if (failure == null) {
      succeeded(positions, polledAt);
      return;
    }
    failed(failure);
    boolean passes =
        failure instanceof RetriableException
            || failure instanceof CommitFailedException
            || failure instanceof RebalanceInProgressException;
    if (!passes && failure instanceof KafkaException e) {
      fatal = e; // fenced or not allowed: another try will not help
    }
  }

  private void succeeded(Map<PartitionState, CommittedPosition> positions, long polledAt) {
    positions.forEach(PartitionState::committed);
    metrics.commits.incrementAndGet();
    if (polledAt != 0) {
      metrics.pollToCommit.observe(System.currentTimeMillis() - polledAt);
    }
  }

  private void failed(Exception failure) {
    metrics.commitFailures.incrementAndGet();
    log.atWarn()
        .addKeyValue("error", failure.toString())
        .log("Offsets not committed, nothing is lost; trying again");
  }

  /** Commits what is written and waits for it: before partitions go away, and at the end. */
  void commitNow(Collection<PartitionState> partitions, Duration limit) {
    Map<PartitionState, CommittedPosition> positions = positions(partitions);
    if (positions.isEmpty()) {
      return;
    }
    try {
      try {
        consumer.commitSync(offsets(positions), limit);
      } catch (WakeupException stopping) {
        consumer.commitSync(offsets(positions), limit);
      }
      succeeded(positions, oldestPoll);
      oldestPoll = 0;
    } catch (KafkaException e) {
      failed(e);
    }
  }

  private Map<PartitionState, CommittedPosition> positions(Collection<PartitionState> partitions) {
    applyMarks();
    Map<PartitionState, CommittedPosition> positions = new HashMap<>();
    for (PartitionState partition : partitions) {
      CommittedPosition position = partition.toCommit();
      if (position != null) {
        positions.put(partition, position);
      }
    }
    if (!positions.isEmpty()) {
      deadLetters.flush(DEAD_LETTER_PATIENCE);
    }
    return positions;
  }

  private void applyMarks() {
    long written = writer.written();
    while (!marks.isEmpty() && marks.peekFirst().block() <= written) {
      Mark mark = marks.removeFirst();
      mark.partition().written(mark.position());
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<PartitionState, CommittedPosition> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (partition, position) ->
            offsets.put(partition.topicPartition(), partition.offset(position)));
    return offsets;
  }
}
