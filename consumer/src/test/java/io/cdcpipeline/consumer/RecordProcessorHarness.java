package io.cdcpipeline.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Feeds messages to a {@link RecordProcessor} and keeps its output: lines, rejections, counts. */
public final class RecordProcessorHarness implements DeadLetters {
  static final String TOPIC = "cdc-shop";
  private static final long NOW = 1_800_000_000_000L;
  private static final int MAX_VALUE_BYTES = 1 << 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  public final Deduplicator.Budget budget;
  public final ConsumerMetrics metrics;
  public final List<RejectedRecordException> rejections = new ArrayList<>();
  public final ByteWriter out = new ByteWriter(1024);
  private final RecordProcessor processor;
  private final PipelineName pipeline;
  private PartitionState partition;
  private long offset;

  /** Of the records to come. */
  private long recordTime = ConsumerRecord.NO_TIMESTAMP;

  public RecordProcessorHarness() {
    this(Redaction.NONE, "", 1000);
  }

  public RecordProcessorHarness(Redaction redaction, String key, int maxEntries) {
    this(redaction, key, maxEntries, PipelineName.NONE);
  }

  public RecordProcessorHarness(
      Redaction redaction, String key, int maxEntries, PipelineName pipeline) {
    this.pipeline = pipeline;
    budget = new Deduplicator.Budget(maxEntries);
    metrics = new ConsumerMetrics(budget);
    processor =
        new RecordProcessor(
            redaction, Digests.withKey(key), this, metrics, MAX_VALUE_BYTES, Selection.EVERYTHING);
    partition = newPartition();
  }

  public RecordProcessorHarness send(String... messages) {
    for (String message : messages) {
      send(ByteWriter.utf8(message));
    }
    return this;
  }

  public RecordProcessorHarness send(byte[] message) {
    // In the middle of a larger buffer, as Kafka delivers it.
    byte[] buffer = new byte[message.length + 20];
    Arrays.fill(buffer, (byte) '"');
    System.arraycopy(message, 0, buffer, 7, message.length);
    return sendRecord(ByteBuffer.wrap(buffer, 7, message.length).slice());
  }

  public RecordProcessorHarness sendRecord(ByteBuffer value) {
    processor.startBatch(NOW);
    processor.process(record(value), partition, out, () -> out);
    return this;
  }

  private ConsumerRecord<ByteBuffer, ByteBuffer> record(ByteBuffer value) {
    return new ConsumerRecord<>(
        TOPIC,
        2,
        offset++,
        recordTime,
        TimestampType.CREATE_TIME,
        0,
        value == null ? -1 : value.remaining(),
        null,
        value,
        new RecordHeaders(),
        Optional.of(0));
  }

  /** Sets the Kafka timestamp of the records to come, in epoch milliseconds. */
  public RecordProcessorHarness at(long millis) {
    recordTime = millis;
    return this;
  }

  /** What would be committed now, as Kafka returns it. */
  public OffsetAndMetadata committed() {
    return partition.position().toKafka();
  }

  /** A new consumer takes over at what is committed, with an empty deduplicator. */
  public void restart(List<String> topic) {
    CommittedPosition committed = CommittedPosition.parse(committed());
    resume(committed(), committed.rebuildFrom());
    topic
        .subList((int) committed.rebuildFrom(), (int) committed.offset())
        .forEach(message -> send(message));
  }

  /** A new assignment at what was committed; the records to come have the offsets from here on. */
  public void resume(OffsetAndMetadata committed, long nextOffset) {
    CommittedPosition position = CommittedPosition.parse(committed);
    releasePartition();
    partition = newPartition();
    partition.restore(
        position, position.rebuildFrom(), new Deduplicator(budget, position.watermark()));
    offset = nextOffset;
  }

  public void releasePartition() {
    partition.release();
  }

  private PartitionState newPartition() {
    return new PartitionState(new TopicPartition(TOPIC, 2), budget, pipeline);
  }

  public String text() {
    return out.toString();
  }

  /** The lines of events. */
  public List<JsonNode> lines() {
    return lines("cdc_event");
  }

  public List<JsonNode> heartbeats() {
    return lines("cdc_heartbeat");
  }

  private List<JsonNode> lines(String type) {
    return text()
        .lines()
        .map(RecordProcessorHarness::parse)
        .filter(line -> line.get("log_type").asText().equals(type))
        .toList();
  }

  public JsonNode line() {
    List<JsonNode> lines = lines();
    if (lines.size() != 1) {
      throw new AssertionError("expected one line, got " + lines + " " + rejections);
    }
    return lines.get(0);
  }

  public List<String> ids() {
    return lines().stream().map(line -> line.get("event_id").asText()).toList();
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  @Override
  public void add(
      ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {
    rejections.add(rejection);
  }

  @Override
  public void flush(Duration timeout) {}

  @Override
  public void close() {}
}
