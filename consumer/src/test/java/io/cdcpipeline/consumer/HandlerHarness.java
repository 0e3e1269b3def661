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
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Feeds messages to the hot path and keeps what comes out: lines, rejections, counts. */
public final class HandlerHarness implements DeadLetters {
  static final String TOPIC = "cdc-shop";
  private static final ObjectMapper JSON = new ObjectMapper();

  public final Deduplicator.Budget budget;
  public final ConsumerMetrics metrics;
  public final List<RejectedRecordException> rejections = new ArrayList<>();
  public final ByteWriter out = new ByteWriter(1024);
  public PartitionState partition;
  private final RecordProcessor handler;
  private long offset;

  public HandlerHarness() {
    this(Redaction.NONE, "", 1000);
  }

  public HandlerHarness(Redaction redaction, String key, int memory) {
    budget = new Deduplicator.Budget(memory);
    metrics = new ConsumerMetrics(budget);
    handler = new RecordProcessor(redaction, Digests.withKey(ByteWriter.utf8(key)), this, metrics);
    partition = new PartitionState(new TopicPartition(TOPIC, 2), budget);
  }

  public HandlerHarness send(String... messages) {
    for (String message : messages) {
      send(ByteWriter.utf8(message));
    }
    return this;
  }

  public HandlerHarness send(byte[] message) {
    // In the middle of a larger buffer, as Kafka hands them out.
    byte[] buffer = new byte[message.length + 20];
    java.util.Arrays.fill(buffer, (byte) '"');
    System.arraycopy(message, 0, buffer, 7, message.length);
    return sendRecord(ByteBuffer.wrap(buffer, 7, message.length).slice());
  }

  public HandlerHarness sendRecord(ByteBuffer value) {
    handler.startBatch(1_800_000_000_000L);
    handler.handle(
        new ConsumerRecord<>(TOPIC, 2, offset++, null, value), partition, out, () -> out);
    return this;
  }

  /** A new consumer takes over at what was committed, with an empty memory. */
  public void restartAt(CommittedPosition committed, List<String> topic) {
    partition = new PartitionState(new TopicPartition(TOPIC, 2), budget);
    partition.restore(
        new Deduplicator(budget, committed.watermark()),
        committed.rebuildFrom(),
        committed.offset());
    offset = committed.rebuildFrom();
    topic
        .subList((int) committed.rebuildFrom(), (int) committed.offset())
        .forEach(message -> send(message));
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
  public void flush(Duration limit) {}

  @Override
  public void close() {}
}
