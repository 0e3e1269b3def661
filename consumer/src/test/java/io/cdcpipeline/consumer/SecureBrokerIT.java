package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TLS, authentication and ACLs, and the errors when they are wrong. */
@Execution(ExecutionMode.CONCURRENT)
class SecureBrokerIT {
  private static final long T = 450_000_000_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static SecureBroker secure;

  @TempDir static Path shared;
  @TempDir Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    secure = new SecureBroker(shared);
  }

  @AfterAll
  static void stopBroker() {
    secure.close();
  }

  @Test
  void readsOverTls() {
    try (TestTopic topic = topic("tls")) {
      Map<String, String> settings = settings(topic, "tls", secure.tlsServers);
      settings.put("KAFKA_CA_FILE", secure.ca.toString());
      try (var consumer = start(settings)) {
        await().atMost(TIMEOUT).until(() -> topic.committed("tls", 0) == 1);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
    }
  }

  @Test
  void rejectsAnUntrustedCertificateUntilItsAuthorityIsInTheFile() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path file = SecureBroker.certificate(other);
    try (TestTopic topic = topic("other-ca")) {
      Map<String, String> settings = settings(topic, "other-ca", secure.tlsServers);
      settings.put("KAFKA_CA_FILE", file.toString());
      try (var consumer = start(settings)) {
        await().atMost(TIMEOUT).until(() -> consumer.errors().contains("Kafka refuses the login"));
        assertThat(consumer.errors())
            .contains("TLS handshake with the brokers failed")
            .contains("KAFKA_CA_FILE");

        Files.copy(secure.ca, file, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(TIMEOUT).until(() -> topic.committed("other-ca", 0) == 1);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
    }
  }

  /** The first bytes of the answer, read as a length, are 350 MB. */
  @Test
  void reportsThatTheListenerRequiresTls() throws Exception {
    try (TestTopic topic = topic("plain-to-tls")) {
      try (var consumer = start(settings(topic, "plain-to-tls", secure.tlsServers))) {
        assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_INVALID_SETTING);
        assertThat(lastLine(consumer)).startsWith("KAFKA_SECURITY_PROTOCOL: ");
      }
      assertThat(directory.resolve("lines")).isEmptyFile();
    }
  }

  @Test
  @FailureMode(
      fault = "Kafka refuses the consumer's password",
      effect = "it retries with what its password file has then, without a restart",
      shown = "`Authentication failed` in its log",
      action = "put the right password into the Secret")
  void retriesARefusedPasswordWithThatOfItsFile() throws Exception {
    allow(ResourceType.TOPIC, "password", AclOperation.READ);
    allow(ResourceType.GROUP, "password", AclOperation.READ);
    try (TestTopic topic = topic("password");
        var consumer = start(login(topic, "password", "not-the-password"))) {
      await().atMost(TIMEOUT).until(() -> consumer.errors().contains("Authentication failed"));

      Files.writeString(directory.resolve("password"), SecureBroker.PASSWORD);

      await().atMost(TIMEOUT).until(() -> topic.committed("password", 0) == 1);
      await().atMost(TIMEOUT).until(() -> consumer.errors().contains("no longer refuses"));
      assertThat(consumer.errors())
          .doesNotContain("not-the-password")
          .doesNotContain(SecureBroker.PASSWORD);
      assertThat(consumer.terminate()).isIn(0, 143);
    }
  }

  @Test
  @FailureMode(
      fault =
          "A record is no change event while the consumer's password is rotated: Kafka refuses the"
              + " one it has",
      effect =
          "the consumer waits for two minutes at most until its dead letter is written, and skips"
              + " nothing",
      shown = "`Kafka refuses the login` in its log")
  void waitsWithADeadLetterUntilTheLoginIsAccepted() throws Exception {
    allow(ResourceType.TOPIC, "rotated", AclOperation.READ);
    allow(ResourceType.GROUP, "rotated", AclOperation.READ);
    allow(ResourceType.TOPIC, "rotated-dead", AclOperation.WRITE);
    try (TestTopic topic = topic("rotated");
        TestTopic dead = new TestTopic(secure.broker, "rotated-dead", 1)) {
      Map<String, String> settings = login(topic, "rotated", SecureBroker.PASSWORD);
      settings.put("DEAD_LETTER_TOPIC", "rotated-dead");
      try (var consumer = start(settings)) {
        await().atMost(TIMEOUT).until(() -> topic.committed("rotated", 0) == 1);
        Files.writeString(directory.resolve("password"), "not-yet-known");
        topic.send(0, "{\"data\":\"no event\"");
        topic.flush();
        await()
            .atMost(TIMEOUT)
            .until(
                () -> !consumer.isAlive() || consumer.errors().contains("Kafka refuses the login"));
        assertThat(consumer.isAlive()).as(consumer.errors()).isTrue();

        Files.writeString(directory.resolve("password"), SecureBroker.PASSWORD);

        await().atMost(TIMEOUT).until(() -> topic.committed("rotated", 0) == 2);
        assertThat(dead.end(0)).isEqualTo(1);
        assertThat(consumer.terminate()).isIn(0, 143);
      }
    }
  }

  /** Even at the most verbose log level: no password, and no value of a valid or invalid row. */
  @Test
  void requiresItsAclsAndLogsNoSecret() throws Exception {
    try (TestTopic topic = topic("rights");
        TestTopic dead = new TestTopic(secure.broker, "rights-dead", 1)) {
      Map<String, String> settings = login(topic, "rights", SecureBroker.PASSWORD);
      settings.put("DEAD_LETTER_TOPIC", "rights-dead");
      settings.put("LOG_LEVEL", "trace");
      try (var consumer = start(settings)) {
        assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_ACCESS_DENIED);
        assertThat(consumer.errors()).contains("Not authorized to access topics: [rights]");
      }
      allow(ResourceType.TOPIC, "rights", AclOperation.READ);
      try (var consumer = start(settings)) {
        assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_ACCESS_DENIED);
        assertThat(consumer.errors()).contains("Not authorized to access group: rights");
      }
      allow(ResourceType.GROUP, "rights", AclOperation.READ);
      topic.send(0, "{\"data\":\"hidden-row\"");
      topic.flush();
      try (var consumer = start(settings)) {
        assertThat(consumer.waitFor(60)).isEqualTo(ConsumerMain.EXIT_DEAD_LETTER_FAILURE);
        assertThat(consumer.errors()).contains("dead-letter topic rights-dead cannot be written");
      }
      allow(ResourceType.TOPIC, "rights-dead", AclOperation.WRITE);
      try (var consumer = start(settings)) {
        await().atMost(TIMEOUT).until(() -> topic.committed("rights", 0) == 2);
        assertThat(consumer.terminate()).isIn(0, 143);
        assertThat(consumer.errors())
            .doesNotContain(SecureBroker.PASSWORD)
            .doesNotContain("hidden-row")
            .doesNotContain("\"9.90\""); // quoted: timestamps may end in 9.90
      }
    }
  }

  private static void allow(ResourceType type, String name, AclOperation operation)
      throws Exception {
    var pattern = new ResourcePattern(type, name, PatternType.LITERAL);
    var entry =
        new AccessControlEntry(
            "User:" + SecureBroker.USER, "*", operation, AclPermissionType.ALLOW);
    try (Admin admin = secure.broker.admin()) {
      admin.createAcls(List.of(new AclBinding(pattern, entry))).all().get();
    }
  }

  private static TestTopic topic(String name) {
    TestTopic topic = new TestTopic(secure.broker, name, 1);
    topic.send(0, Messages.insert("shop", "orders", 1, T));
    topic.flush();
    return topic;
  }

  private static Map<String, String> settings(TestTopic topic, String group, String servers) {
    Map<String, String> settings = new HashMap<>(topic.settings(group));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", servers);
    return settings;
  }

  private Map<String, String> login(TestTopic topic, String group, String password)
      throws Exception {
    Map<String, String> settings = settings(topic, group, secure.saslServers);
    settings.put("KAFKA_USERNAME", SecureBroker.USER);
    settings.put("KAFKA_SASL_MECHANISM", "PLAIN");
    Path file = Files.writeString(directory.resolve("password"), password);
    settings.put("KAFKA_PASSWORD_FILE", file.toString());
    return settings;
  }

  private ConsumerProcess start(Map<String, String> settings) {
    return ConsumerProcess.start(directory.resolve("lines"), settings);
  }

  private static String lastLine(ConsumerProcess consumer) {
    return consumer.errors().lines().reduce((one, next) -> next).orElse("");
  }
}
