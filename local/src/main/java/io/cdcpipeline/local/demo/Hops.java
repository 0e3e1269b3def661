package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.standin.Replica;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts what each hop between SQL and Elasticsearch has seen, by that hop's own means. */
public final class Hops {
  private static final Pattern COUNTER =
      Pattern.compile("cdc_events_total\\{([^}]*)} ([0-9.eE+]+).*");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Hops() {}

  /** Distinct messages: what TiCDC sends again after a fault counts once. */
  public static Counts topic(KafkaBroker broker, String topic) {
    Counts counts = Counts.empty();
    Set<String> seen = new HashSet<>();
    Map<String, Object> config = new HashMap<>(broker.adminConfig());
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(200))) {
          count(message, seen, counts);
        }
      }
    }
    return counts;
  }

  private static void count(
      ConsumerRecord<String, String> message, Set<String> seen, Counts counts) {
    JsonNode json = read(message.value());
    String type = json.path("type").asText();
    if (type.equals("TIDB_WATERMARK")) {
      return;
    }
    String commit = json.path("_tidb").path("commitTs").asText();
    String row = commit + json.path("table") + type + json.path("data") + json.path("sql");
    if (seen.add(row)) {
      String op = json.path("isDdl").asBoolean() ? "ddl" : type;
      counts.add(TableOp.of(json.path("database").asText(), json.path("table").asText(), op), 1);
    }
  }

  /** The sum over all replicas of the consumer's counters. */
  public static Counts counters(List<Replica> replicas) {
    Counts counts = Counts.empty();
    for (Replica replica : replicas) {
      for (String line : get(replica.metricsUrl()).lines().toList()) {
        Matcher counter = COUNTER.matcher(line);
        if (counter.matches()) {
          Map<String, String> labels = new HashMap<>();
          Matcher label = LABEL.matcher(counter.group(1));
          while (label.find()) {
            labels.put(label.group(1), label.group(2));
          }
          TableOp key = TableOp.of(labels.get("database"), labels.get("table"), labels.get("op"));
          counts.add(key, (long) Double.parseDouble(counter.group(2)));
        }
      }
    }
    return counts;
  }

  /** Distinct events among the lines on the consumers' standard output. */
  public static Counts lines(List<Replica> replicas) {
    Counts counts = Counts.empty();
    Set<String> seen = new HashSet<>();
    for (Replica replica : replicas) {
      try (BufferedReader lines = Files.newBufferedReader(replica.output())) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode json = read(line);
          if (seen.add(json.path("event_id").asText())) {
            String table = json.path("table").asText();
            counts.add(TableOp.of(json.path("database").asText(), table, op(json)), 1);
          }
        }
      } catch (IOException e) {
        throw DemoException.failed(replica.output() + " cannot be read: " + e.getMessage(), e);
      }
    }
    return counts;
  }

  /** The documents in the indices. */
  public static Counts documents(SearchClient search) {
    Counts counts = Counts.empty();
    JsonNode answer =
        search.post(
            "/cdc-events-*/_search?size=0&ignore_unavailable=true",
            """
            {"aggs":{"d":{"terms":{"field":"database","size":100},"aggs":{
              "t":{"terms":{"field":"table","size":1000},"aggs":{
                "o":{"terms":{"field":"op","size":20}}}}}}}}
            """);
    for (JsonNode database : answer.at("/aggregations/d/buckets")) {
      for (JsonNode table : database.at("/t/buckets")) {
        for (JsonNode op : table.at("/o/buckets")) {
          String name = op(JSON.createObjectNode().put("op", op.path("key").asText()));
          TableOp key = TableOp.of(database.path("key").asText(), table.path("key").asText(), name);
          counts.add(key, op.path("doc_count").asLong());
        }
      }
    }
    return counts;
  }

  /** Any operation that does not change rows counts as ddl. */
  private static String op(JsonNode json) {
    String op = json.path("op").asText().toLowerCase(Locale.ROOT);
    return Set.of("insert", "update", "delete").contains(op) ? op : "ddl";
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw DemoException.failed("Not JSON: " + json, e);
    }
  }

  static String get(String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
