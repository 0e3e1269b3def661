package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.output.LineWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, process, submit the lines to the writer, commit, repeat. Only {@link #stop} and the probes
 * may be called from another thread.
 */
final class ChangeEventLoop {
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
  private final LoopParts parts;
  private final RecordProcessor processor;
  private final LineWriter writer;
  private final Time time;
  private final LostRecords lost;
  private final RefusedLogins logins;
  private final OffsetCommitter committer;
  private final Assignment assignment;
  private final PartitionMonitor monitor;

  /** Created once: in the hot path it would be an object per record. */
  private final RecordProcessor.Overflow overflow = this::nextBlock;

  private ByteWriter lines;
  private long polledAt;
  private volatile boolean stopping;
  private boolean failed;

  /** Whether our own code runs, and not Kafka's client; errors of that do not always say so. */
  private boolean processing;

  private boolean outOfMemory;
  private Map<TopicPartition, CommittedPosition> written = Map.of();

  ChangeEventLoop(Consumer<ByteBuffer, ByteBuffer> consumer, LoopParts parts) {
    this(consumer, parts, Handover.NONE);
  }

  ChangeEventLoop(Consumer<ByteBuffer, ByteBuffer> consumer, LoopParts parts, Handover handover) {
    this.consumer = consumer;
    this.parts = parts;
    processor = parts.processor();
    writer = parts.writer();
    time = parts.time();
    logins = parts.logins();
    lost = new LostRecords(consumer, parts.metrics());
    committer = new OffsetCommitter(consumer, writer, parts.deadLetters(), parts.metrics(), time);
    var validation = new OffsetValidation(consumer, lost, parts.leaderEpochs(), time);
    var startOffsets = new StartOffsets(consumer, parts.budget(), validation, time, handover);
    assignment = new Assignment(consumer, parts, startOffsets, this::commitBeforeRevocation);
    monitor = new PartitionMonitor(consumer, parts.topic(), time);
  }

  /**
   * Runs until {@link #stop}; throws when continuing would lose or hide something.
   *
   * @throws ReconnectException if another loop with a new client can continue
   */
  void run() {
    try {
      consumer.subscribe(List.of(parts.topic()), assignment);
      while (!stopping) {
        runOnce();
      }
    } catch (WakeupException e) {
      log.debug("Woken up to stop");
    } catch (ReconnectException e) {
      throw e; // nothing has failed here: what is written is committed
    } catch (RuntimeException | Error e) {
      // Before the first assignment it is no record (KafkaErrors.failIfListenerSpeaksTls).
      outOfMemory = !processing && KafkaErrors.isOutOfMemory(e) && parts.health().wasAssigned();
      if (outOfMemory) {
        throw new ReconnectException(e);
      }
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
    parts.health().recordProgress();
    assignment.resumeNew();
    parts.pollBudget().reset();
    ConsumerRecords<ByteBuffer, ByteBuffer> records = poll(POLL_TIMEOUT);
    polledAt = time.nanos();
    processor.startBatch(time.millis());
    process(records);
    submitLines();
    committer.commitIfDue(assignment.owned().values());
    monitor.check(assignment.owned(), parts.health());
  }

  /** No records while a broker refuses our login. */
  private ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration timeout) {
    try {
      ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(timeout);
      logins.polled();
      return records;
    } catch (AuthenticationException e) {
      logins.refused(e);
      reconnectIfCertificateRefused(e);
      return ConsumerRecords.empty();
    }
  }

  /** A client reads its CA certificates only once; a new one reads those that are there now. */
  private void reconnectIfCertificateRefused(AuthenticationException failure) {
    if (failure instanceof SslAuthenticationException
        && lines == null
        && committer.isEverythingCommitted(assignment.owned().values())) {
      throw new ReconnectException("the TLS handshake failed; CA certificates may have changed");
    }
  }

  private void process(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
      PartitionState partition = assignment.readable(next.getKey());
      if (partition == null) {
        continue; // revoked, and perhaps assigned again, while the output was blocked
      }
      if (!process(partition, records.records(next.getKey()))) {
        return;
      }
      partition.advanceTo(next.getValue());
    }
  }

  /** False if some of these records are to be read again: by another owner, or after a restart. */
  private boolean process(
      PartitionState partition, List<ConsumerRecord<ByteBuffer, ByteBuffer>> messages) {
    if (!messages.isEmpty()) {
      lost.reportDeleted(partition, messages.get(0).offset());
    }
    for (ConsumerRecord<ByteBuffer, ByteBuffer> message : messages) {
      if (lines == null && !awaitBlock()) {
        return false;
      }
      if (!partition.isOwned()) {
        break; // its next owner reads it again
      }
      if (partition.isTruncatedAt(message.offset(), message.leaderEpoch())) {
        lost.reportTruncation(partition, partition.nextOffset, message.offset());
        partition.continueAt(message.offset());
      }
      processing = true;
      processor.process(message, partition, lines, overflow);
      processing = false;
      if (lines != null && lines.length >= LineWriter.BLOCK_BYTES) {
        submitLines();
      }
    }
    return !stopping;
  }

  private ByteWriter nextBlock() {
    submitLines();
    processing = false;
    boolean free = awaitBlock();
    processing = true;
    return free ? lines : null;
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
    long since = time.nanos();
    long before = parts.metrics().outputBlockedMillis.get();
    boolean warned = false;
    while (lines == null && !stopping) {
      parts.health().recordProgress();
      // Counted while it lasts: output that stays blocked would otherwise never be seen.
      parts.metrics().outputBlockedMillis.set(before + millisSince(since));
      if (!warned && millisSince(since) > BLOCKED_WARNING_MILLIS) {
        log.warn("Standard output is blocked; all partitions are paused until it is read");
        warned = true;
      }
      consumer.pause(consumer.assignment());
      if (!poll(Duration.ZERO).isEmpty()) {
        throw new IllegalStateException("paused partitions returned records");
      }
      lines = writer.freeBlock(FREE_BLOCK_TIMEOUT_MILLIS);
      committer.commitIfDue(assignment.owned().values());
    }
    parts.metrics().outputBlockedMillis.set(before + millisSince(since));
    if (warned && lines != null) {
      log.atInfo().addKeyValue("millis", millisSince(since)).log("Standard output unblocked");
    }
    assignment.resumeAll();
    return lines != null;
  }

  private long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanos() - nanos);
  }

  /** Gives the lines so far to the writer; their offsets may be committed once it has written. */
  private void submitLines() {
    long block = writer.submitted();
    if (lines != null && lines.length > 0) {
      block = writer.submit(lines);
      lines = null;
    }
    for (PartitionState partition : assignment.owned().values()) {
      if (partition.dirty) {
        committer.commitAfter(block, partition, polledAt);
        partition.dirty = false;
      }
    }
  }

  private void commitBeforeRevocation() {
    if (!stopping && !failed) {
      writeAndCommit();
    }
  }

  private void writeAndCommit() {
    submitLines();
    writer.drain(DRAIN_TIMEOUT);
    committer.commitNow(assignment.owned().values(), COMMIT_TIMEOUT);
  }

  /** After a {@link ReconnectException}: up to where each partition is written. */
  Map<TopicPartition, CommittedPosition> written() {
    return written;
  }

  /** Without the client, every call of which would fail again. */
  private void giveUpClient() {
    submitLines();
    writer.drain(DRAIN_TIMEOUT);
    written = committer.written(assignment.owned().values());
    stopping = true;
    OversizedRecords.close(consumer);
    assignment.releaseAll();
  }

  private void shutDown() {
    if (outOfMemory) {
      giveUpClient();
      return;
    }
    try {
      if (!failed) {
        writeAndCommit();
      }
    } finally {
      stopping = true;
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      assignment.releaseAll();
    }
  }
}
