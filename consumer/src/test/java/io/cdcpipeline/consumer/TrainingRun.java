package io.cdcpipeline.consumer;

import static java.util.Map.entry;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.files.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * Lets a consumer process read a topic of a real broker, with all that the operator sets, and ends
 * it with SIGTERM: what the image build runs to fill the AOT cache (JEP 514) with the classes of a
 * real start. Arguments: the consumer's command.
 */
public final class TrainingRun {
  private static final String NAME = "training";
  private static final String LISTENER = "SASL_SSL";
  private static final String PASSWORD = "for-the-training";
  private static final int PARTITIONS = 3;

  /** So many that the hot path is compiled: the cache has the profiles for that (JEP 515). */
  private static final int CHANGES = 20_000;

  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Path folder = TemporaryFolder.untilExit(NAME);
  private final Path ca = SecureBroker.certificate(folder);
  private final String servers = "127.0.0.1:" + KafkaBroker.freePort();
  private final String managementPort = String.valueOf(KafkaBroker.freePort());

  private TrainingRun() throws IOException, InterruptedException {}

  public static void main(String[] args) throws Exception {
    boolean ended = new TrainingRun().run(List.of(args));
    System.out.println("training: topic read, consumer ended: " + ended);
    System.exit(ended ? 0 : 1);
  }

  private boolean run(List<String> command) throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    try (var broker = new KafkaBroker(data, listener());
        var topic = new TestTopic(broker, NAME, PARTITIONS)) {
      createUser(broker);
      fill(topic);
      var consumer = new ProcessBuilder(command);
      consumer.environment().putAll(settings());
      consumer.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      consumer.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = consumer.start();
      await().atMost(TIMEOUT).until(() -> !process.isAlive() || isRead(topic));
      List.of("/livez", "/readyz", "/metrics").forEach(new ManagementClient(managementPort)::get);
      process.destroy();
      return process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Properties listener() {
    var properties = new Properties();
    properties.put("listeners", LISTENER + "://" + servers);
    properties.put("listener.security.protocol.map", LISTENER + ":" + LISTENER);
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", ScramMechanism.SCRAM_SHA_512.mechanismName());
    properties.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.putAll(SecureBroker.keys(folder));
    return properties;
  }

  private static void createUser(KafkaBroker broker) throws Exception {
    var iterations = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    try (Admin admin = broker.admin()) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(NAME, iterations, PASSWORD)))
          .all()
          .get();
    }
  }

  private static void fill(TestTopic topic) {
    for (int change = 0; change < CHANGES; change++) {
      topic.send(change % PARTITIONS, Messages.update("shop", "orders", change, T + change));
    }
    topic.sendToAll(Messages.watermark(T + CHANGES));
    topic.flush();
  }

  private Map<String, String> settings() throws IOException {
    var password = Files.writeString(folder.resolve("password"), PASSWORD);
    var redaction = "[]";
    return Map.ofEntries(
        entry("KAFKA_BOOTSTRAP_SERVERS", servers),
        entry("KAFKA_SECURITY_PROTOCOL", LISTENER),
        entry("KAFKA_USERNAME", NAME),
        entry("KAFKA_PASSWORD_FILE", password.toString()),
        entry("KAFKA_CA_FILE", ca.toString()),
        entry("KAFKA_TOPIC", NAME),
        entry("KAFKA_GROUP_ID", NAME),
        entry("DEAD_LETTER_TOPIC", NAME + "-dlt"),
        entry("TABLES", "shop.orders"),
        entry(
            "REDACT_FILE", Files.writeString(folder.resolve("redact.json"), redaction).toString()),
        entry("PIPELINE_NAMESPACE", NAME),
        entry("PIPELINE_NAME", NAME),
        entry("METRICS_PORT", managementPort));
  }

  private static boolean isRead(TestTopic topic) {
    return IntStream.range(0, PARTITIONS)
        .allMatch(partition -> topic.committed(NAME, partition) >= topic.end(partition));
  }
}
