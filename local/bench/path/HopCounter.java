package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.process.Endpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many changes of one table each hop has seen, cheap enough to ask several times a second. */
final class HopCounter implements AutoCloseable {
  static final List<String> HOPS =
      List.of(
          "database: committed",
          "TiCDC stand-in: in Kafka",
          "consumer: line written",
          "shipper: acknowledged by Elasticsearch",
          "index: searchable");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Session session;
  private final Endpoint shipper;
  private final String table;
  private final LongSupplier committed;
  private final KafkaConsumer<byte[], byte[]> kafka;
  private final List<TopicPartition> partitions;
  private final long messagesBefore;
  private final long acknowledgedBefore;

  HopCounter(Session session, Endpoint shipper, String table, LongSupplier committed) {
    this.session = session;
    this.shipper = shipper;
    this.table = table;
    this.committed = committed;
    var bytes = new ByteArrayDeserializer();
    this.kafka = new KafkaConsumer<>(new HashMap<>(session.broker().adminConfig()), bytes, bytes);
    this.partitions =
        kafka.partitionsFor(session.topic()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    this.messagesBefore = messages();
    this.acknowledgedBefore = acknowledged();
  }

  /** In the order of {@link #HOPS}. */
  long[] now() {
    return new long[] {
      committed.getAsLong(),
      messages() - messagesBefore,
      counted(),
      acknowledged() - acknowledgedBefore,
      searchable(session.search(), table)
    };
  }

  /** Watermarks too: six a second, some tenths of a per mille. */
  private long messages() {
    return kafka.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  private long counted() {
    return Hops.counters(session.consumers()).byKey().entrySet().stream()
        .filter(count -> count.getKey().table().endsWith("." + table))
        .filter(count -> !count.getKey().op().equals("ddl"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long acknowledged() {
    try {
      JsonNode events =
          JSON.readTree(Hops.get("http://" + shipper + "/stats")).at("/libbeat/output/events");
      return Stream.of("acked", "duplicates").mapToLong(name -> events.path(name).asLong()).sum();
    } catch (IOException e) {
      throw DemoException.failed("The shipper's statistics are not JSON", e);
    }
  }

  static long searchable(SearchClient search, String table) {
    return search
        .post(
            "/cdc-events-*/_count",
            """
            {"query": {"bool": {"filter": {"term": {"table": "%s"}},
              "must_not": {"exists": {"field": "ddl_type"}}}}}
            """
                .formatted(table))
        .path("count")
        .asLong();
  }

  @Override
  public void close() {
    kafka.close();
  }
}
