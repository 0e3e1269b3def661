package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.Tso;
import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.config.ReplaySettings;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.output.LineWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a part of the topic once more, as no member of any group: nothing is committed, and no
 * consumer is disturbed. Ends where the topic ended when it began, or at a watermark past the last
 * commit time. Only {@link #stop} and {@link #progress} may be called from another thread.
 */
final class ReplayReader {
  private static final Logger log = LoggerFactory.getLogger(ReplayReader.class);
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

  private final ReplayClient client;
  private final PollBudget pollBudget;
  private final RecordProcessor processor;
  private final ReplaySelection selection;
  private final SkippedRecords skipped;
  private final ReplayOutput output;
  private final Time time;
  private final ReplaySettings replay;
  private final Map<TopicPartition, PartitionState> open = new HashMap<>();
  private final Map<TopicPartition, Long> reached = new HashMap<>();
  private final RecordProcessor.Overflow overflow = this::nextBlock;
  private final ReplayMetrics metrics;
  private Map<TopicPartition, Long> begins = Map.of();
  private Map<TopicPartition, Long> ends = Map.of();
  private long records;
  private volatile long positions;
  private long missed;
  private long lastProgress;
  private volatile boolean stopping;

  ReplayReader(
      ReplayClient client,
      PollBudget pollBudget,
      ReplaySettings replay,
      RecordProcessor processor,
      ReplaySelection selection,
      SkippedRecords skipped,
      LineWriter writer,
      Optional<ReplayWindow> window,
      ReplayMetrics metrics,
      Time time) {
    this.client = client;
    this.pollBudget = pollBudget;
    this.replay = replay;
    this.processor = processor;
    this.selection = selection;
    this.skipped = skipped;
    this.metrics = metrics;
    this.time = time;
    var pace = new ReplayPace(replay.bytesPerSecond(), time);
    output = new ReplayOutput(writer, pace, window, () -> stopping);
  }

  /** Runs to the end; empty if it was stopped before. */
  Optional<ReplayResult> run(String topic, PipelineName pipeline, Deduplicator.Budget budget) {
    begin(ReplayPartitions.of(consumer(), topic, replay.from()), pipeline, budget);
    closeFinished();
    while (!open.isEmpty() && !stopping) {
      processor.startBatch(time.millis());
      process(poll());
      submitLines();
      closeFinished();
      reportProgress();
    }
    output.finish();
    return stopping ? Optional.empty() : Optional.of(result());
  }

  /** Differs after each step; for any thread. */
  long progress() {
    return positions + output.waits();
  }

  /** The replay ends early, and has to be started again from its beginning. */
  void stop() {
    stopping = true;
  }

  private void begin(
      ReplayPartitions partitions, PipelineName pipeline, Deduplicator.Budget budget) {
    begins = partitions.begins();
    ends = partitions.ends();
    consumer().assign(ends.keySet());
    partitions
        .begins()
        .forEach(
            (partition, offset) -> {
              consumer().seek(partition, offset);
              selection.begin(partition.partition(), offset);
              open.put(partition, new PartitionState(partition, budget, pipeline));
            });
    lastProgress = time.nanos();
    log.atInfo()
        .addKeyValue("partitions", open.size())
        .addKeyValue("records", remaining())
        .log("Replaying");
  }

  private Consumer<ByteBuffer, ByteBuffer> consumer() {
    return client.consumer();
  }

  private ConsumerRecords<ByteBuffer, ByteBuffer> poll() {
    pollBudget.reset();
    try {
      return consumer().poll(POLL_TIMEOUT);
    } catch (OffsetOutOfRangeException e) {
      skipDeleted(e.offsetOutOfRangePartitions());
      return ConsumerRecords.empty();
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!KafkaErrors.isOutOfMemory(e)) {
        throw e;
      }
      open.forEach((partition, state) -> state.nextOffset = reached.get(partition));
      client.passOver(open.values());
      return ConsumerRecords.empty();
    }
  }

  /** Retention is faster than the replay; or the log was truncated, and has nothing more for us. */
  private void skipDeleted(Map<TopicPartition, Long> outOfRange) {
    Map<TopicPartition, Long> firsts = consumer().beginningOffsets(outOfRange.keySet());
    outOfRange.forEach(
        (partition, offset) -> {
          long first = firsts.get(partition);
          long next = first > offset ? first : ends.get(partition);
          long lost = Math.min(next, ends.get(partition)) - offset;
          missed += lost;
          consumer().seek(partition, next);
          selection.begin(partition.partition(), next);
          if (open.containsKey(partition)) {
            open.get(partition).missRecords();
          }
          log.atError()
              .addKeyValue("partition", partition)
              .addKeyValue("records", lost)
              .log("Kafka no longer has these records: the replay continues after them");
        });
  }

  private void process(ConsumerRecords<ByteBuffer, ByteBuffer> polled) {
    for (TopicPartition partition : polled.partitions()) {
      PartitionState state = open.get(partition);
      for (ConsumerRecord<ByteBuffer, ByteBuffer> message : polled.records(partition)) {
        if (state == null || message.offset() >= ends.get(partition)) {
          break;
        }
        ByteWriter lines = output.block();
        if (lines == null) {
          return;
        }
        processor.process(message, state, lines, overflow);
        records++;
        reached.put(partition, message.offset() + 1);
        if (output.isFull()) {
          submitLines();
        }
      }
    }
  }

  private ByteWriter nextBlock() {
    submitLines();
    return output.block();
  }

  private void submitLines() {
    if (output.submit()) {
      metrics.at(position()); // what was polled may take minutes at this pace
    }
  }

  private void closeFinished() {
    long sum = 0;
    for (PartitionState state : List.copyOf(open.values())) {
      TopicPartition partition = state.topicPartition();
      boolean past = Tso.millis(state.deduplicator.watermark()) > replay.to();
      long position = consumer().position(partition);
      sum += position;
      reached.put(partition, position);
      if (past || position >= ends.get(partition)) {
        consumer().pause(Set.of(partition));
        open.remove(partition);
        state.release();
      }
    }
    positions = sum;
    metrics.at(position());
  }

  /** A partition that is past the last commit time has nothing more for this replay. */
  private ReplayMetrics.Position position() {
    return new ReplayMetrics.Position(
        selection.lines(),
        begins.entrySet().stream()
            .map(
                begin -> {
                  TopicPartition partition = begin.getKey();
                  long end = ends.get(partition);
                  long next = open.containsKey(partition) ? reached.get(partition) : end;
                  return new ReplayMetrics.Partition(
                      partition.partition(), begin.getValue(), Math.min(next, end), end);
                })
            .sorted(Comparator.comparingInt(ReplayMetrics.Partition::partition))
            .toList());
  }

  private long remaining() {
    return open.keySet().stream().mapToLong(p -> ends.get(p) - consumer().position(p)).sum();
  }

  private void reportProgress() {
    if (time.nanos() - lastProgress > PROGRESS_NANOS) {
      lastProgress = time.nanos();
      log.atInfo()
          .addKeyValue("remainingRecords", remaining())
          .addKeyValue("lines", selection.lines())
          .log("Replaying");
    }
  }

  private ReplayResult result() {
    return new ReplayResult(records, missed, selection, skipped, replay.id().isPresent());
  }
}
