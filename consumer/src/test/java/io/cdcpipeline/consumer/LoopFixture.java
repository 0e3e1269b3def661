package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A loop on Kafka's own mock consumer, which each test feeds and starts. */
class LoopFixture {
  static final TopicPartition P0 = new TopicPartition("cdc", 0);
  static final TopicPartition P1 = new TopicPartition("cdc", 1);
  static final int MAX_VALUE_BYTES = 1 << 24;
  static final long T = 450_000_000_000_000_000L;

  final CommitKeepingMockConsumer kafka = new CommitKeepingMockConsumer();
  final BlockableOutput output = new BlockableOutput();
  final Deduplicator.Budget budget = new Deduplicator.Budget(1000);
  final ConsumerMetrics metrics = new ConsumerMetrics(budget);
  final DeadLetters discarding = new DeadLetters.Discarding();
  final TestTime clock = new TestTime();
  final LineWriter writer = new LineWriter(output, metrics, clock.time().nanoTime());
  final HealthState health = new HealthState(clock.time());
  final Map<TopicPartition, Integer> leaderEpochs = new HashMap<>();
  final ChangeEventLoop loop =
      new ChangeEventLoop(
          kafka,
          new LoopParts(
              "cdc",
              PipelineName.NONE,
              new RecordProcessor(
                  Redaction.NONE,
                  Digests.withKey(""),
                  discarding,
                  metrics,
                  MAX_VALUE_BYTES,
                  Selection.EVERYTHING),
              writer,
              discarding,
              metrics,
              budget,
              new PollBudget(Long.MAX_VALUE),
              health,
              new RefusedLogins(health, clock.time()),
              partitions -> leaderEpochs,
              clock.time()));
  final AtomicReference<Throwable> end = new AtomicReference<>();
  Thread thread;

  @BeforeEach
  void start() {
    writer.start();
    kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    kafka.updateEndOffsets(Map.of(P0, 1000L, P1, 1000L));
    thread = new Thread(loop::run, "loop");
    thread.setUncaughtExceptionHandler((t, e) -> end.set(e));
  }

  @AfterEach
  void stop() throws InterruptedException {
    output.gate.countDown();
    loop.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  void assign(TopicPartition... partitions) {
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(partitions)));
  }

  void add(TopicPartition partition, long offset, String message) {
    add(partition, offset, Optional.empty(), message);
  }

  void add(TopicPartition partition, long offset, Optional<Integer> epoch, String message) {
    ByteBuffer value = ByteBuffer.wrap(ByteWriter.utf8(message));
    var record =
        new ConsumerRecord<ByteBuffer, ByteBuffer>(
            partition.topic(),
            partition.partition(),
            offset,
            ConsumerRecord.NO_TIMESTAMP,
            TimestampType.NO_TIMESTAMP_TYPE,
            ConsumerRecord.NULL_SIZE,
            value.remaining(),
            null,
            value,
            new RecordHeaders(),
            epoch);
    kafka.schedulePollTask(() -> kafka.addRecord(record));
  }

  void awaitCommit(TopicPartition partition, long offset) {
    await().until(() -> committed(partition) != null && committed(partition).offset() == offset);
  }

  OffsetAndMetadata committed(TopicPartition partition) {
    return kafka.commits.get(partition);
  }

  static String insert(long id, long ts) {
    return Messages.insert("shop", "orders", id, T + ts);
  }
}
