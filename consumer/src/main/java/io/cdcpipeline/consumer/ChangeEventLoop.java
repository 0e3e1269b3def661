package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, process, submit the lines to the writer, commit, repeat. Only {@link #stop} and the probes
 * may be called from another thread.
 */
final class ChangeEventLoop implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(ChangeEventLoop.class);
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

  /** Longer than the writer ever takes for a block, unless the reader of our output has stopped. */
  private static final long FREE_BLOCK_TIMEOUT_MILLIS = 100;

  /** A reader that is merely slow blocks us several times a second: no warning for that. */
  private static final long BLOCKED_WARNING_MILLIS = 2000;

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Consumer<ByteBuffer, ByteBuffer> consumer;
  private final String topic;
  private final RecordProcessor processor;
  private final LineWriter writer;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;
  private final Deduplicator.Budget budget;
  private final OffsetCommitter committer;
  private final StartOffsets startOffsets;
  private final Map<TopicPartition, PartitionState> owned = new HashMap<>();
  private final HealthState health;
  private final PartitionMonitor monitor;

  /** Created once: in the hot path it would be an object per record. */
  private final RecordProcessor.Overflow overflow = this::nextBlock;

  private ByteWriter lines;
  private long polledAt;
  private volatile boolean stopping;
  private boolean failed;

  ChangeEventLoop(
      Consumer<ByteBuffer, ByteBuffer> consumer,
      String topic,
      RecordProcessor processor,
      LineWriter writer,
      DeadLetters deadLetters,
      ConsumerMetrics metrics,
      Deduplicator.Budget budget,
      HealthState health) {
    this.consumer = consumer;
    this.topic = topic;
    this.processor = processor;
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.budget = budget;
    this.health = health;
    committer = new OffsetCommitter(consumer, writer, deadLetters, metrics);
    startOffsets = new StartOffsets(consumer, budget, metrics);
    monitor = new PartitionMonitor(consumer, topic);
  }

  /** Runs until {@link #stop}; throws when continuing would lose or hide something. */
  void run() {
    try {
      consumer.subscribe(List.of(topic), this);
      while (!stopping) {
        runOnce();
      }
    } catch (WakeupException e) {
      log.debug("Woken up to stop");
    } catch (RuntimeException | Error e) {
      failed = true; // after an Error the last line may be incomplete
      throw e;
    } finally {
      shutDown();
    }
  }

  /** Asks the loop to end; it commits what is written and leaves the group. */
  void stop() {
    stopping = true;
    consumer.wakeup();
  }

  private void runOnce() {
    health.recordProgress();
    consumer.resume(startOffsets.resolve());
    ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(POLL_TIMEOUT);
    polledAt = System.currentTimeMillis();
    processor.startBatch(polledAt);
    process(records);
    submitLines();
    committer.commitIfDue(owned.values(), polledAt);
    monitor.check(owned, health, polledAt);
  }

  private void process(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
    for (TopicPartition tp : records.partitions()) {
      PartitionState partition = owned.get(tp);
      if (partition == null || startOffsets.isPending(partition)) {
        continue; // revoked, and perhaps assigned again, while the output was blocked
      }
      startOffsets.reportDeletedRecords(partition, records.records(tp).get(0).offset());
      for (ConsumerRecord<ByteBuffer, ByteBuffer> message : records.records(tp)) {
        if (lines == null && !awaitBlock()) {
          return;
        }
        if (!partition.isOwned()) {
          break; // its next owner reads it again
        }
        processor.process(message, partition, lines, overflow);
        if (lines.length >= LineWriter.BLOCK_BYTES) {
          submitLines();
        }
      }
    }
  }

  private ByteWriter nextBlock() {
    submitLines();
    return awaitBlock() ? lines : null;
  }

  /**
   * Gets an empty block. While there is none, because nobody reads our output, the partitions are
   * paused and polling continues, so that the group neither waits for us nor evicts us.
   */
  private boolean awaitBlock() {
    lines = writer.freeBlock(FREE_BLOCK_TIMEOUT_MILLIS);
    if (lines != null) {
      return true;
    }
    long since = System.currentTimeMillis();
    boolean warned = false;
    while (lines == null && !stopping) {
      health.recordProgress();
      if (!warned && System.currentTimeMillis() - since > BLOCKED_WARNING_MILLIS) {
        log.warn("Standard output is blocked; all partitions are paused until it is read");
        warned = true;
      }
      consumer.pause(consumer.assignment());
      if (!consumer.poll(Duration.ZERO).isEmpty()) {
        throw new IllegalStateException("paused partitions returned records");
      }
      lines = writer.freeBlock(FREE_BLOCK_TIMEOUT_MILLIS);
      committer.commitIfDue(owned.values(), System.currentTimeMillis());
    }
    long blocked = System.currentTimeMillis() - since;
    metrics.outputBlockedMillis.addAndGet(blocked);
    if (warned && lines != null) {
      log.atInfo().addKeyValue("millis", blocked).log("Standard output unblocked");
    }
    owned.values().stream()
        .filter(partition -> !startOffsets.isPending(partition))
        .forEach(partition -> consumer.resume(List.of(partition.topicPartition())));
    return lines != null;
  }

  /** Gives the lines so far to the writer; their offsets may be committed once it has written. */
  private void submitLines() {
    long block = writer.submitted();
    if (lines != null && lines.length > 0) {
      block = writer.submit(lines);
      lines = null;
    }
    for (PartitionState partition : owned.values()) {
      if (partition.dirty) {
        committer.commitAfter(block, partition, polledAt);
        partition.dirty = false;
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    for (TopicPartition tp : added) {
      PartitionState partition = new PartitionState(tp, budget);
      owned.put(tp, partition);
      startOffsets.add(partition);
    }
    consumer.pause(added);
    assignmentChanged("assigned", added);
    health.setAssigned(true);
  }

  /** The next owner resumes from what is committed here, so write and commit everything. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (revoked.isEmpty()) {
      return;
    }
    if (!stopping && !failed) {
      writeAndCommit();
    }
    release(revoked);
    assignmentChanged("revoked", revoked);
  }

  /** Others already own these: a commit would rightly be rejected. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    release(lost);
    assignmentChanged("lost", lost);
    health.setAssigned(false);
  }

  private void release(Collection<TopicPartition> partitions) {
    for (TopicPartition tp : partitions) {
      PartitionState partition = owned.remove(tp);
      if (partition != null) {
        partition.release();
      }
    }
  }

  private void assignmentChanged(String what, Collection<TopicPartition> partitions) {
    metrics.rebalances.incrementAndGet();
    metrics.setPartitions(owned.values());
    log.atInfo()
        .addKeyValue("change", what)
        .addKeyValue("partitions", partitions)
        .addKeyValue("owned", owned.size())
        .log("Assignment changed");
  }

  private void writeAndCommit() {
    submitLines();
    writer.drain(DRAIN_TIMEOUT);
    committer.commitNow(owned.values(), COMMIT_TIMEOUT);
  }

  private void shutDown() {
    try {
      if (!failed) {
        writeAndCommit();
      }
    } finally {
      stopping = true;
      deadLetters.close();
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }
}
