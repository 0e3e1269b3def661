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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits an offset only when the operating system has its lines and Kafka has its dead letters,
 * and not more often than every 200 ms: a commit after each small poll costs a quarter of the
 * throughput (README, "Measured"), and would only make a difference after a SIGKILL.
 */
final class OffsetCommitter {
  private static final Logger log = LoggerFactory.getLogger(OffsetCommitter.class);
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofSeconds(30);

  /** Once this block is written, the partition may be committed up to this position. */
  private record Pending(long block, PartitionState partition, CommittedPosition position) {}

  private final Consumer<?, ?> consumer;
  private final LineWriter writer;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;
  private final Time time;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long lastCommit;

  /** When the oldest records were polled that are not committed yet; empty if there are none. */
  private OptionalLong oldestPoll = OptionalLong.empty();

  private boolean inFlight;
  private KafkaException fatal;

  OffsetCommitter(
      Consumer<?, ?> consumer,
      LineWriter writer,
      DeadLetters deadLetters,
      ConsumerMetrics metrics,
      Time time) {
    this.consumer = consumer;
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.time = time;
    lastCommit = time.nanos() - INTERVAL_NANOS;
  }

  /**
   * Lets the partition be committed up to its current position once this block is written.
   *
   * @param polledAt when its records were polled, by the monotonic clock
   */
  void commitAfter(long block, PartitionState partition, long polledAt) {
    pending.add(new Pending(block, partition, partition.position()));
    if (oldestPoll.isEmpty()) {
      oldestPoll = OptionalLong.of(polledAt);
    }
  }

  /** Commits without waiting if the interval has passed and there is something new. */
  void commitIfDue(Collection<PartitionState> partitions) {
    if (fatal != null) {
      throw fatal;
    }
    long now = time.nanos();
    if (inFlight || now - lastCommit < INTERVAL_NANOS) {
      return;
    }
    Map<PartitionState, CommittedPosition> positions = positions(partitions);
    if (positions.isEmpty()) {
      return;
    }
    lastCommit = now;
    inFlight = true;
    OptionalLong polledAt = oldestPoll;
    oldestPoll = OptionalLong.empty();
    try {
      consumer.commitAsync(
          offsets(positions), (offsets, failure) -> onCommit(positions, polledAt, failure));
    } catch (AuthenticationException e) {
      onCommit(positions, polledAt, e);
    }
  }

  private void onCommit(
      Map<PartitionState, CommittedPosition> positions, OptionalLong polledAt, Exception failure) {
    inFlight = false;
    if (failure == null) {
      recordSuccess(positions, polledAt);
      return;
    }
    recordFailure(failure);
    boolean retriable =
        failure instanceof RetriableException
            || failure instanceof AuthenticationException // until the new password is known
            || failure instanceof CommitFailedException
            || failure instanceof RebalanceInProgressException;
    if (!retriable && failure instanceof KafkaException e) {
      fatal = e; // fenced or not authorized: a retry will not help
    }
  }

  private void recordSuccess(
      Map<PartitionState, CommittedPosition> positions, OptionalLong polledAt) {
    positions.forEach(PartitionState::markCommitted);
    metrics.commits.incrementAndGet();
    polledAt.ifPresent(
        since -> metrics.pollToCommit.observe(TimeUnit.NANOSECONDS.toMillis(time.nanos() - since)));
  }

  private void recordFailure(Exception failure) {
    metrics.commitFailures.incrementAndGet();
    log.atWarn()
        .addKeyValue("error", failure.toString())
        .log("Offset commit failed, retrying; nothing is lost");
  }

  /** Commits what is written and waits for it: before partitions are revoked, and at the end. */
  void commitNow(Collection<PartitionState> partitions, Duration timeout) {
    Map<PartitionState, CommittedPosition> positions = positions(partitions);
    if (positions.isEmpty()) {
      return;
    }
    try {
      try {
        consumer.commitSync(offsets(positions), timeout);
      } catch (WakeupException stopping) {
        consumer.commitSync(offsets(positions), timeout);
      }
      recordSuccess(positions, oldestPoll);
      oldestPoll = OptionalLong.empty();
    } catch (KafkaException e) {
      recordFailure(e);
    }
  }

  /** Whether another client could continue without counting anything a second time. */
  boolean isEverythingCommitted(Collection<PartitionState> partitions) {
    return pending.isEmpty() && positions(partitions).isEmpty();
  }

  /** Up to where the lines of each partition are written, without asking Kafka. */
  Map<TopicPartition, CommittedPosition> written(Collection<PartitionState> partitions) {
    markWritten();
    Map<TopicPartition, CommittedPosition> written = new HashMap<>();
    for (PartitionState partition : partitions) {
      partition.written().ifPresent(p -> written.put(partition.topicPartition(), p));
    }
    return written;
  }

  private Map<PartitionState, CommittedPosition> positions(Collection<PartitionState> partitions) {
    markWritten();
    Map<PartitionState, CommittedPosition> positions = new HashMap<>();
    for (PartitionState partition : partitions) {
      CommittedPosition position = partition.toCommit();
      if (position != null) {
        positions.put(partition, position);
      }
    }
    if (!positions.isEmpty()) {
      deadLetters.flush(DEAD_LETTER_TIMEOUT);
    }
    return positions;
  }

  private void markWritten() {
    long written = writer.written();
    while (!pending.isEmpty() && pending.peekFirst().block() <= written) {
      Pending done = pending.removeFirst();
      done.partition().markWritten(done.position());
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<PartitionState, CommittedPosition> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (partition, position) -> offsets.put(partition.topicPartition(), position.toKafka()));
    return offsets;
  }
}
