package io.cdcpipeline.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The password of an existing Kafka's user, changed in either order while rows arrive. A restart of
 * the broker cuts the connections that an old login keeps open.
 */
@ExtendWith(LocalServers.Shared.class)
class ConsumerPasswordIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String TOPIC = "rotated";
  private static final int ROWS = 500;

  @TempDir Path directory;
  private final Endpoint metrics = Endpoint.free();
  private Path password;
  private int sent;

  @Test
  @FailureMode(
      fault = "The consumer's password changes in Kafka first, or in the Secret first",
      effect = "it retries refused logins; each row is counted once")
  void noRowIsLostOrCountedTwiceInEitherOrder(LocalServers servers) throws IOException {
    password = directory.resolve("password");
    KafkaBroker broker =
        KafkaBroker.start(
            servers.children(),
            directory.resolve("kafka"),
            new KafkaListener(Endpoint.free(), "localhost", true));
    try (KafkaAdmin admin = broker.admin()) {
      admin.applyTopic(new TopicSpec(TOPIC, 2, 1, Map.of()));
    }
    inKafka(broker, "first");
    inFile("first");
    ChildProcess consumer = consumer(servers, broker);
    try {
      send(broker);
      awaitRows(consumer);

      inFile("second");
      restart(broker);
      send(broker);
      awaitRefusal(1);
      inKafka(broker, "second");
      awaitRows(consumer);

      inKafka(broker, "third");
      restart(broker);
      send(broker);
      awaitRefusal(2);
      inFile("third");
      awaitRows(consumer);
    } finally {
      consumer.stop();
      broker.stop();
    }
    assertThat(log()).doesNotContain("second").doesNotContain("third");
  }

  private static void inKafka(KafkaBroker broker, String password) {
    List<AclRule> rights =
        List.of(
            new AclRule("topic", TOPIC, "literal", List.of("Describe", "Read")),
            new AclRule("group", TOPIC, "literal", List.of("Read")));
    try (KafkaAdmin admin = broker.admin()) {
      admin.users().apply(new UserSpec("reader", password, rights));
    }
  }

  private void inFile(String text) {
    PrivateFile.write(password, text);
  }

  private static void restart(KafkaBroker broker) {
    broker.stop();
    broker.start();
  }

  private ChildProcess consumer(LocalServers servers, KafkaBroker broker) {
    Command command =
        Command.of(
                "consumer",
                JavaCommand.withHeap(128).jar(Installation.current().consumer()),
                directory.resolve("consumer.log"))
            .withStdout(directory.resolve("lines"))
            .withEnvironment(
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    broker.bootstrapServers(),
                    "KAFKA_TOPIC",
                    TOPIC,
                    "KAFKA_GROUP_ID",
                    TOPIC,
                    "KAFKA_USERNAME",
                    "reader",
                    "KAFKA_PASSWORD_FILE",
                    password.toString(),
                    "METRICS_PORT",
                    String.valueOf(metrics.port())));
    return servers.children().start(command);
  }

  private void send(KafkaBroker broker) {
    String row =
        "{\"id\":0,\"database\":\"d\",\"table\":\"t\",\"pkNames\":[\"id\"],\"isDdl\":false,"
            + "\"type\":\"INSERT\",\"es\":1,\"ts\":1,\"sql\":\"\",\"sqlType\":{\"id\":4},"
            + "\"mysqlType\":{\"id\":\"int\"},\"old\":null,\"data\":[{\"id\":\"%d\"}],"
            + "\"_tidb\":{\"commitTs\":%d}}";
    try (var producer =
        new KafkaProducer<>(broker.adminConfig(), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < ROWS; i++) {
        sent++;
        String text = row.formatted(sent, 450_000_000_000_000_000L + sent);
        var unused = producer.send(new ProducerRecord<>(TOPIC, sent % 2, null, text));
      }
    }
  }

  private void awaitRefusal(int number) {
    await().atMost(TIMEOUT).until(() -> log().split("Kafka refuses the login", -1).length > number);
    await().until(() -> status("/readyz") == 503);
    assertThat(status("/livez")).isEqualTo(200);
  }

  /** Rows in = lines = counted, by the process that has run from the beginning. */
  private void awaitRows(ChildProcess consumer) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(consumer.alive()).isTrue();
              assertThat(lines()).isEqualTo(sent);
              assertThat(status("/readyz")).isEqualTo(200);
            });
    assertThat(get("/metrics").body())
        .contains("cdc_events_total{database=\"d\",op=\"insert\",table=\"t\"} " + sent + ".0\n")
        .contains("cdc_events_duplicate_total{database=\"d\",op=\"insert\",table=\"t\"} 0.0\n");
  }

  private long lines() throws IOException {
    try (var lines = Files.lines(directory.resolve("lines"))) {
      return lines.filter(line -> line.contains("\"cdc_event\"")).count();
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("consumer.log"));
  }

  private int status(String path) {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + metrics.port() + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
