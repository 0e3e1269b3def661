package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.database.SmokeTable;
import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.remote.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka: the topic has a message of each change. Reads as the consumer's user, without its group,
 * and from the end that the topic had before.
 */
final class TopicHop implements Hop {
  private static final int TIMEOUT_MS = 10_000;
  private static final Duration POLL = Duration.ofMillis(300);

  /** A record of the topic. */
  record Position(int partition, long offset) {}

  private final Map<String, Object> properties;
  private final String topic;
  private final Changes changes;

  /** Each change once, whatever TiCDC sends again, by kind and id. */
  private final Map<String, Position> found = new LinkedHashMap<>();

  private KafkaConsumer<byte[], byte[]> consumer;

  private TopicHop(Map<String, Object> properties, String topic, Changes changes) {
    this.properties = properties;
    this.topic = topic;
    this.changes = changes;
  }

  static TopicHop of(CdcPipeline pipeline, SecretReader secrets, Changes changes) {
    var endpoint = KafkaEndpoint.forConsumer(pipeline);
    return new TopicHop(
        KafkaClientProperties.of(endpoint, secrets), KafkaEndpoint.topic(pipeline), changes);
  }

  @Override
  public String name() {
    return "topic " + topic;
  }

  @Override
  public boolean passesEverything() {
    return true;
  }

  List<Position> positions() {
    return List.copyOf(found.values());
  }

  @Override
  public void before() {
    // Its errors say more than those of a consumer, and it asks whether this is Kafka at all.
    var partitions =
        KafkaAdminClients.call(
            properties,
            TIMEOUT_MS,
            admin ->
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions());
    var all = partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    var config = new HashMap<>(properties);
    config.put("default.api.timeout.ms", TIMEOUT_MS);
    config.put("request.timeout.ms", TIMEOUT_MS);
    config.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(all);
    consumer.endOffsets(all).forEach(consumer::seek);
  }

  @Override
  public Seen look() {
    try {
      for (var message : consumer.poll(POLL)) {
        read(message);
      }
    } catch (KafkaException e) {
      throw new IllegalStateException("%s: %s".formatted(topic, e.getMessage()), e);
    }
    var now = new Changes.Operations(count("INSERT"), count("UPDATE"), count("DELETE"));
    return now.total() == 0
        ? new Seen(now + " (does spec.changefeed.tables select the table?)", false)
        : Changes.seen(now);
  }

  private long count(String type) {
    return found.keySet().stream().filter(key -> key.startsWith(type)).count();
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    var json = json(message.value());
    long id = json.path("data").path(0).path("id").asLong(-1);
    if (json.path("database").asText().equals(changes.database())
        && json.path("table").asText().equals(SmokeTable.NAME)
        && changes.contains(id)) {
      found.putIfAbsent(
          json.path("type").asText() + id, new Position(message.partition(), message.offset()));
    }
  }

  /** What is not JSON is not ours. */
  private static JsonNode json(byte[] value) {
    try {
      return value == null
          ? Json.JSON.missingNode()
          : Json.JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return Json.JSON.missingNode();
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }
}
