package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Passes over records that Kafka's client has no memory for. A fetch returns at least one batch,
 * whatever its size, and the client allocates its memory before anybody can look at it. So, once
 * that has failed, each partition is read by another client, record by record, as far as its state
 * has to be rebuilt and one further: a record at which that client runs out of memory becomes a
 * dead letter without key and value.
 */
final class OversizedRecords {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  /** Without new records for that long, the main client may try. */
  private static final int EMPTY_POLLS = 10;

  private final Supplier<Consumer<ByteBuffer, ByteBuffer>> connect;
  private final RecordProcessor processor;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;
  private final HealthState health;
  private final long leastFree;
  private final ByteWriter nothing = new ByteWriter(1024);

  /**
   * @param connect creates a client without a group that returns one record with each poll
   * @param leastFree with less free memory than that, a record is not to blame
   */
  OversizedRecords(
      Supplier<Consumer<ByteBuffer, ByteBuffer>> connect, LoopParts parts, long leastFree) {
    this(
        connect,
        parts.processor(),
        parts.deadLetters(),
        parts.metrics(),
        parts.health(),
        leastFree);
  }

  OversizedRecords(
      Supplier<Consumer<ByteBuffer, ByteBuffer>> connect,
      RecordProcessor processor,
      DeadLetters deadLetters,
      ConsumerMetrics metrics,
      HealthState health,
      long leastFree) {
    this.connect = connect;
    this.processor = processor;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.health = health;
    this.leastFree = leastFree;
  }

  /**
   * Rebuilds the state of a partition, and moves it and its client to the first record that can be
   * received.
   *
   * @throws OutOfMemoryError if the memory is exhausted by something else
   */
  void passOver(PartitionState partition, Consumer<?, ?> main) {
    TopicPartition tp = partition.topicPartition();
    long next = main.position(tp, KAFKA_TIMEOUT);
    if (partition.nextOffset < 0) {
      partition.nextOffset = next;
    }
    long stuck = read(partition, next);
    while (stuck >= 0) {
      requireFreeMemory();
      reject(partition, stuck);
      stuck = read(partition, stuck + 1);
    }
    main.seek(tp, partition.nextOffset);
  }

  /** Returns the offset at which the memory is insufficient, or -1. */
  private long read(PartitionState partition, long from) {
    TopicPartition tp = partition.topicPartition();
    Consumer<ByteBuffer, ByteBuffer> client = connect.get();
    long next = from;
    try {
      client.assign(Set.of(tp));
      client.seek(tp, from);
      long end = client.endOffsets(Set.of(tp), KAFKA_TIMEOUT).get(tp);
      for (int empty = 0; next <= partition.nextOffset && next < end && empty < EMPTY_POLLS; ) {
        health.recordProgress();
        var records = client.poll(POLL_TIMEOUT);
        records.forEach(message -> rebuild(message, partition));
        empty = records.isEmpty() ? empty + 1 : 0;
        next = client.position(tp, KAFKA_TIMEOUT);
      }
      return -1;
    } catch (RetriableException brokerAway) {
      return -1;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!KafkaErrors.isOutOfMemory(e)) {
        throw e;
      }
      return next;
    } finally {
      close(client);
    }
  }

  private void rebuild(ConsumerRecord<ByteBuffer, ByteBuffer> message, PartitionState partition) {
    if (partition.isReplayingForDedup(message.offset(), message.leaderEpoch())) {
      processor.process(message, partition, nothing, () -> nothing);
    }
  }

  private void reject(PartitionState partition, long offset) {
    if (offset < partition.nextOffset) {
      partition.advanceReplay(offset); // an earlier owner has written its dead letter
      return;
    }
    metrics.countDeadLetter(Reason.TOO_LARGE);
    deadLetters.add(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null),
        new RejectedRecordException(
            Reason.TOO_LARGE,
            "the client has no memory for the batch of this record; raise the memory limit"));
    partition.advance(offset, Optional.empty());
  }

  /** Closing polls, and so may run out of memory again. */
  static void close(Consumer<?, ?> client) {
    try {
      client.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!KafkaErrors.isOutOfMemory(e)) {
        throw e;
      }
    }
  }

  private void requireFreeMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long used = runtime.totalMemory() - runtime.freeMemory();
    if (runtime.maxMemory() - used < leastFree) {
      throw new OutOfMemoryError("the memory is exhausted, though not by a record");
    }
  }
}
