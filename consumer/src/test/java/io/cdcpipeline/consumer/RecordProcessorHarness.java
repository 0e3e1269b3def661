package io.cdcpipeline.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Feeds messages to a {@link RecordProcessor} and keeps its output: lines, rejections, counts. */
public final class RecordProcessorHarness implements DeadLetters {
  static final String TOPIC = "cdc-shop";
  private static final ObjectMapper JSON = new ObjectMapper();

  public final Deduplicator.Budget budget;
  public final ConsumerMetrics metrics;
  public final List<RejectedRecordException> rejections = new ArrayList<>();
  public final ByteWriter out = new ByteWriter(1024);
  private final RecordProcessor processor;
  private PartitionState partition;
  private long offset;

  public RecordProcessorHarness() {
    this(Redaction.NONE, "", 1000);
  }

  public RecordProcessorHarness(Redaction redaction, String key, int maxEntries) {
    budget = new Deduplicator.Budget(maxEntries);
    metrics = new ConsumerMetrics(budget);
    processor = new RecordProcessor(redaction, Digests.withKey(key), this, metrics);
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
    processor.startBatch(1_800_000_000_000L);
    processor.process(
        new ConsumerRecord<>(TOPIC, 2, offset++, null, value), partition, out, () -> out);
    return this;
  }

  /** The offset that would be committed now. */
  public long committedOffset() {
    return partition.position().offset();
  }

  /** The metadata that would be committed with it. */
  public String commitMetadata() {
    return partition.position().metadata();
  }

  /** A new consumer takes over at what is committed, with an empty deduplicator. */
  public void restart(List<String> topic) {
    CommittedPosition committed = CommittedPosition.parse(committedOffset(), commitMetadata());
    offset = committed.rebuildFrom();
    resume(committed.watermark(), committed.rebuildFrom(), committed.offset());
    topic
        .subList((int) committed.rebuildFrom(), (int) committed.offset())
        .forEach(message -> send(message));
  }

  /** A new assignment whose records from one offset to another only rebuild the deduplicator. */
  public void resume(long watermark, long rebuildFrom, long until) {
    partition = newPartition();
    partition.restore(new Deduplicator(budget, watermark), rebuildFrom, until);
  }

  public void releasePartition() {
    partition.release();
  }

  private PartitionState newPartition() {
    return new PartitionState(new TopicPartition(TOPIC, 2), budget);
  }

  public String text() {
    return out.toString();
  }

  public List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    text().lines().forEach(line -> lines.add(parse(line)));
    return lines;
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
