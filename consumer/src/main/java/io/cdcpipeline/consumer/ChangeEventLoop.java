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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, handle, hand the lines over, commit, again. Only {@link #stop} and the probes may be called
 * from another thread.
 */
final class ChangeEventLoop implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(ChangeEventLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Longer than the writer ever needs for a block unless what reads our output stands still. */
  private static final long BLOCK_WAIT_MILLIS = 100;

  /** A reader that is only slow holds us up several times a second. */
  private static final long TELL_BLOCKED_MILLIS = 2000;

  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final Duration COMMIT = Duration.ofSeconds(3);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<ByteBuffer, ByteBuffer> consumer;
  private final String topic;
  private final RecordProcessor handler;
  private final LineWriter writer;
  private final DeadLetters deadLetters;
  private final ConsumerMetrics metrics;
  private final Deduplicator.Budget budget;
  private final OffsetCommitter commits;
  private final StartOffsets starts;
  private final Map<TopicPartition, PartitionState> owned = new HashMap<>();
  private final HealthState vitals;
  private final PartitionMonitor watch;

  /** Made once: in the hot path it would be an object a record. */
  private final RecordProcessor.Overflow overflow = this::nextBlock;

  private ByteWriter lines;
  private long polledAt;
  private volatile boolean stopping;
  private boolean broken;

  ChangeEventLoop(
      Consumer<ByteBuffer, ByteBuffer> consumer,
      String topic,
      RecordProcessor handler,
      LineWriter writer,
      DeadLetters deadLetters,
      ConsumerMetrics metrics,
      Deduplicator.Budget budget,
      HealthState vitals) {
    this.consumer = consumer;
    this.topic = topic;
    this.handler = handler;
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.budget = budget;
    this.vitals = vitals;
    commits = new OffsetCommitter(consumer, writer, deadLetters, metrics);
    starts = new StartOffsets(consumer, budget, metrics);
    watch = new PartitionMonitor(consumer, topic);
  }

  /** Runs until {@link #stop}; throws when going on would lose or hide something. */
  void run() {
    try {
      consumer.subscribe(List.of(topic), this);
      while (!stopping) {
        turn();
      }
    } catch (WakeupException e) {
      log.debug("Woken up to stop");
    } catch (RuntimeException | Error e) {
      broken = true; // after an Error the last line may be half a line
      throw e;
    } finally {
      finish();
    }
  }

  /** Asks the loop to end; it commits what is written and leaves the group. */
  void stop() {
    stopping = true;
    consumer.wakeup();
  }

  private void turn() {
    vitals.turned();
    consumer.resume(starts.find());
    ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(POLL);
    polledAt = System.currentTimeMillis();
    handler.startBatch(polledAt);
    handle(records);
    handOver();
    commits.commitIfDue(owned.values(), polledAt);
    watch.look(owned, vitals, polledAt);
  }

  private void handle(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
    for (TopicPartition partition : records.partitions()) {
      PartitionState progress = owned.get(partition);
      if (progress == null || starts.isWaiting(progress)) {
        continue; // taken away, and perhaps given back, while the output stood still
      }
      starts.reportDeletedRecords(progress, records.records(partition).get(0).offset());
      for (ConsumerRecord<ByteBuffer, ByteBuffer> message : records.records(partition)) {
        if (lines == null && !awaitBlock()) {
          return;
        }
        if (!progress.isOwned()) {
          break; // its next owner reads it again
        }
        handler.handle(message, progress, lines, overflow);
        if (lines.length >= LineWriter.BLOCK_BYTES) {
          handOver();
        }
      }
    }
  }

  private ByteWriter nextBlock() {
    handOver();
    return awaitBlock() ? lines : null;
  }

  /**
   * Gets an empty block. While there is none, because nobody reads our output, the partitions are
   * paused and polling goes on, so that the group neither waits for us nor throws us out.
   */
  private boolean awaitBlock() {
    lines = writer.freeBlock(BLOCK_WAIT_MILLIS);
    if (lines != null) {
      return true;
    }
    long since = System.currentTimeMillis();
    boolean told = false;
    while (lines == null && !stopping) {
      vitals.turned();
      if (!told && System.currentTimeMillis() - since > TELL_BLOCKED_MILLIS) {
        log.warn("Standard output is blocked; paused until it moves");
        told = true;
      }
      consumer.pause(consumer.assignment());
      if (!consumer.poll(Duration.ZERO).isEmpty()) {
        throw new IllegalStateException("paused partitions returned records");
      }
      lines = writer.freeBlock(BLOCK_WAIT_MILLIS);
      commits.commitIfDue(owned.values(), System.currentTimeMillis());
    }
    long blocked = System.currentTimeMillis() - since;
    metrics.outputBlockedMillis.addAndGet(blocked);
    if (told && lines != null) {
      log.atInfo().addKeyValue("millis", blocked).log("Standard output unblocked");
    }
    owned.values().stream()
        .filter(partition -> !starts.isWaiting(partition))
        .forEach(partition -> consumer.resume(List.of(partition.topicPartition())));
    return lines != null;
  }

  /** Gives the lines so far to the writer; their offsets may be committed once it is done. */
  private void handOver() {
    long block = writer.handedOver();
    if (lines != null && lines.length > 0) {
      block = writer.submit(lines);
      lines = null;
    }
    for (PartitionState partition : owned.values()) {
      if (partition.dirty) {
        commits.mark(block, partition, polledAt);
        partition.dirty = false;
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    for (TopicPartition tp : added) {
      PartitionState partition = new PartitionState(tp, budget);
      owned.put(tp, partition);
      starts.add(partition);
    }
    consumer.pause(added);
    assignmentChanged("assigned", added);
    vitals.assigned(true);
  }

  /** The next owner goes on from what is committed here: write and commit all there is. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (revoked.isEmpty()) {
      return;
    }
    if (!stopping && !broken) {
      handOver();
      writer.drain(DRAIN);
      commits.commitNow(owned.values(), COMMIT);
    }
    giveUp(revoked);
    assignmentChanged("revoked", revoked);
  }

  /** Others own these already: committing would be refused, and rightly. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    giveUp(lost);
    assignmentChanged("lost", lost);
    vitals.assigned(false);
  }

  private void giveUp(Collection<TopicPartition> partitions) {
    for (TopicPartition tp : partitions) {
      PartitionState partition = owned.remove(tp);
      if (partition != null) {
        partition.release();
      }
    }
  }

  private void assignmentChanged(String what, Collection<TopicPartition> partitions) {
    metrics.rebalances.incrementAndGet();
    metrics.showPartitions(owned.values());
    log.atInfo()
        .addKeyValue("change", what)
        .addKeyValue("partitions", partitions)
        .addKeyValue("owned", owned.size())
        .log("Assignment changed");
  }

  private void finish() {
    try {
      if (!broken) {
        handOver();
        writer.drain(DRAIN);
        commits.commitNow(owned.values(), COMMIT);
      }
    } finally {
      stopping = true;
      deadLetters.close();
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
    }
  }
}
