package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.kafka.AclRule;
import io.cdcpipeline.local.kafka.KafkaAdmin;
import io.cdcpipeline.local.kafka.Scram;
import io.cdcpipeline.local.kafka.TopicSpec;
import io.cdcpipeline.local.kafka.UserSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A database, a topic and a changefeed between them, all named after one test. */
final class Pipe implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "p&ss/w=rd";
  private static final int PARTITIONS = 2;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final LocalServers servers;
  private final String name;
  private final Connection connection;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Creates the database, a topic with two partitions and the user, but no changefeed yet. */
  Pipe(LocalServers servers, String name) throws SQLException {
    this.servers = servers;
    this.name = name;
    try (KafkaAdmin admin = servers.kafka().admin()) {
      admin.applyTopic(new TopicSpec(name, PARTITIONS, 1, Map.of("max.message.bytes", "1048588")));
      admin.users().apply(new UserSpec(name, PASSWORD, rights()));
    }
    connection =
        DriverManager.getConnection(
            "jdbc:mysql://" + servers.mariadb().endpoint() + "/", "root", "");
    sql("CREATE DATABASE " + name, "USE " + name);
  }

  private List<AclRule> rights() {
    return List.of(
        new AclRule(
            "topic", name, "literal", List.of("Describe", "Read", "Write", "DescribeConfigs")),
        new AclRule("group", name, "literal", List.of("Read")));
  }

  Connection connection() {
    return connection;
  }

  void sql(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /** In one go, faster than anybody reads their effect one by one. */
  void together(String... statements) throws SQLException {
    String url = "jdbc:mysql://" + servers.mariadb().endpoint() + "/" + name;
    try (Connection fast =
            DriverManager.getConnection(url + "?allowMultiQueries=true", "root", "");
        Statement statement = fast.createStatement()) {
      statement.execute(String.join(";", statements));
    }
  }

  String sinkUri(String password, String topic) {
    return "kafka://"
        + servers.kafka().bootstrapServers()
        + "/"
        + topic
        + "?protocol=canal-json&enable-tidb-extension=true&auto-create-topic=false"
        + "&replication-factor=1&max-message-bytes=1048588&sasl-mechanism=SCRAM-SHA-512&sasl-user="
        + name
        + "&sasl-password="
        + password;
  }

  /** As the operator creates it: every table of the database, rows spread by key. */
  ObjectNode request() {
    ObjectNode body = JSON.createObjectNode().put("changefeed_id", name);
    body.put("sink_uri", sinkUri("p%26ss%2Fw%3Drd", name));
    ObjectNode config = body.putObject("replica_config").put("ignore_ineligible_table", true);
    config.putObject("filter").putArray("rules").add(name + ".*");
    ObjectNode dispatcher = config.putObject("sink").putArray("dispatchers").addObject();
    dispatcher.put("partition", "index-value").putArray("matcher").add(name + ".*");
    return body;
  }

  Pipe started() {
    HttpResponse<String> answer = call("POST", "", request());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return this;
  }

  HttpResponse<String> call(String method, String path, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + servers.ticdc().api() + "/api/v2/changefeeds" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** State, checkpoint and error. */
  JsonNode status() {
    try {
      return JSON.readTree(call("GET", "/" + name + "/status", JSON.createObjectNode()).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long checkpoint() {
    return status().path("checkpoint_ts").asLong();
  }

  /** All messages so far, including watermarks, once they meet the condition. */
  List<Message> messagesUntil(Predicate<List<Message>> complete) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            servers.kafka().bootstrapServers(),
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            Scram.jaasConfig(name, PASSWORD));
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      consumer.assign(
          consumer.partitionsFor(name).stream()
              .map(p -> new TopicPartition(name, p.partition()))
              .toList());
      consumer.seekToBeginning(consumer.assignment());
      List<Message> all = new ArrayList<>();
      Instant deadline = Instant.now().plus(TIMEOUT);
      while (!complete.test(all)) {
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError("Only these messages came: " + tail(all));
        }
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
          all.add(Message.of(one));
        }
      }
      return all;
    }
  }

  private static List<Message> tail(List<Message> all) {
    return all.subList(Math.max(0, all.size() - 20), all.size());
  }

  /** All messages up to each partition's first watermark after everything committed so far. */
  List<Message> messages() {
    long now = checkpointAfterNow();
    return messagesUntil(all -> partitionsPast(now, all) == PARTITIONS);
  }

  private static long partitionsPast(long now, List<Message> all) {
    return all.stream()
        .filter(message -> message.watermark() > now)
        .map(Message::partition)
        .distinct()
        .count();
  }

  /** Rows and DDL without watermarks, in commit order. */
  List<Message> changes() {
    return messages().stream()
        .filter(message -> message.watermark() == 0)
        .sorted(Comparator.comparingLong(Message::commitTs))
        .toList();
  }

  private long checkpointAfterNow() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + servers.ticdc().api() + "/api/v2/tso"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      JsonNode tso = JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      return (tso.path("timestamp").asLong() << 18) + tso.path("logic_time").asLong();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws SQLException {
    call("DELETE", "/" + name, JSON.createObjectNode());
    connection.close();
  }

  /** One Kafka record. */
  record Message(int partition, boolean keyed, String text, JsonNode json) {
    static Message of(ConsumerRecord<byte[], byte[]> one) {
      String text = new String(one.value(), StandardCharsets.UTF_8);
      try {
        return new Message(one.partition(), one.key() != null, text, JSON.readTree(text));
      } catch (IOException e) {
        throw new AssertionError(text, e);
      }
    }

    String type() {
      return json.path("type").asText();
    }

    long watermark() {
      return json.path("_tidb").path("watermarkTs").asLong();
    }

    long commitTs() {
      return json.path("_tidb").path("commitTs").asLong();
    }

    String data(String column) {
      return json.path("data").path(0).path(column).asText(null);
    }

    String old(String column) {
      return json.path("old").path(0).path(column).asText(null);
    }
  }
}
