package io.cdcpipeline.consumer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.consumer.event.PipelineName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
              "KAFKA_TOPIC", "cdc",
              "KAFKA_GROUP_ID", "group"));

  @TempDir Path directory;

  @Test
  void needsOnlyThreeSettings() {
    ConsumerSettings settings = ConsumerSettings.from(environment);
    assertThat(settings.kafka())
        .containsEntry("security.protocol", "PLAINTEXT")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("enable.auto.commit", "false");
    assertThat(settings.metrics()).isEqualTo(new InetSocketAddress(8080));
    assertThat(settings.tables()).isEmpty();
    assertThat(settings.pipeline()).isEqualTo(PipelineName.NONE);
  }

  @Test
  void readsTheNameOfThePipeline() {
    environment.put("PIPELINE_NAMESPACE", "prod");
    environment.put("PIPELINE_NAME", "shop");
    assertThat(ConsumerSettings.from(environment).pipeline())
        .isEqualTo(new PipelineName(Optional.of("prod"), Optional.of("shop")));
  }

  /** A group would take partitions from the living consumers. */
  @Test
  void aReplayHasNoGroup() {
    environment.put("REPLAY_FROM", "2026-01-31T08:00:00.0001+01:00");
    environment.put("REPLAY_TO", "2026-01-31T08:00:00Z");
    environment.put("REPLAY_TABLES", "shop.orders, other.*");
    ConsumerSettings settings = ConsumerSettings.from(environment);

    assertThat(settings.kafka())
        .doesNotContainKey("group.id")
        .containsEntry("auto.offset.reset", "none");
    ReplaySettings replay = settings.replay().orElseThrow();
    assertThat(replay.from()).isEqualTo(Instant.parse("2026-01-31T07:00:00.001Z").toEpochMilli());
    assertThat(replay.includes(replay.from() - 1)).isFalse();
    assertThat(replay.includes(replay.to())).isTrue();
    assertThat(replay.includes(() -> "Other", () -> "x")).isTrue();
    assertThat(replay.includes(() -> "shop", () -> "orders2")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REPLAY_FROM | yesterday | REPLAY_FROM: \"yesterday\" is not an RFC 3339 timestamp, such as"
            + " 2026-01-31T08:00:00Z, or earliest",
        "REPLAY_TO | 1999-01-01T00:00:00Z | REPLAY_TO: \"1999-01-01T00:00:00Z\" is before"
            + " REPLAY_FROM, 2026-01-31T08:00:00Z",
        "REPLAY_BOUNDS | 7 | REPLAY_BOUNDS: \"7\" is not an RFC 3339 timestamp, such as"
            + " 2026-01-31T08:00:00Z",
        "JOB_COMPLETION_INDEX | 1 | JOB_COMPLETION_INDEX: \"1\" is not a number between 0 and 0",
        "REPLAY_TABLES | orders | REPLAY_TABLES: \"orders\" is not <database>.<table>",
        "REPLAY_ID | a/b | REPLAY_ID: \"a/b\" has to consist of at most 64 letters, digits and"
            + " dashes",
        "REPLAY_WINDOW_BYTES | 1 | REPLAY_WINDOW_BYTES: \"1\" is not a number between 65536 and"
            + " 1073741824",
        "REPLAY_RESULT_FILE | /not/there | REPLAY_RESULT_FILE: \"/not/there\" is not a writable"
            + " file"
      })
  void invalidReplaysAreNamed(String setting, String value, String message) {
    environment.put("REPLAY_FROM", "2026-01-31T08:00:00Z");
    environment.put(setting, value);

    assertThatThrownBy(() -> ConsumerSettings.from(environment)).hasMessage(message);
  }

  @Test
  void passesThePasswordsFileAndNeverPrintsASecret() throws IOException {
    String passwordFile = file("pa\\ss\"word \n");
    environment.put("KAFKA_USERNAME", "me\"");
    environment.put("KAFKA_PASSWORD_FILE", passwordFile);
    environment.put("KAFKA_CA_FILE", file("-----BEGIN CERTIFICATE-----"));
    environment.put("KAFKA_CLIENT_SSL_KEY_PASSWORD", "hidden");
    environment.put("REDACT_KEY_FILE", file("hushhush"));
    ConsumerSettings settings = ConsumerSettings.from(environment);

    assertThat(settings.kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"me\\\"\" password_file=\""
                + passwordFile
                + "\";")
        .containsEntry("sasl.client.callback.handler.class", PasswordFileLogin.class.getName());
    assertThat(settings.toString())
        .doesNotContain("pa\\")
        .doesNotContain("word \"")
        .doesNotContain("hidden")
        .doesNotContain("hushhush");
  }

  @Test
  void passesClientPropertiesThrough() {
    environment.put("KAFKA_CLIENT_MAX_POLL_RECORDS", "17");
    environment.put("KAFKA_CLIENT_GROUP_PROTOCOL", "consumer");
    environment.put("KAFKA_CLIENT_PORT_9092_TCP", "tcp://10.0.0.1:9092");
    environment.put("KAFKA_CLIENT_CLIENT_RACK", " ");
    assertThat(ConsumerSettings.from(environment).kafka())
        .containsEntry("max.poll.records", "17")
        // With this protocol the broker decides on the session timeout, and the client refuses one.
        .doesNotContainKeys("partition.assignment.strategy", "session.timeout.ms", "client.rack")
        .doesNotContainKey("heartbeat.interval.ms");
  }

  @Test
  void aPartitionThatMovesDoesNotWaitForKafkasUsualHeartbeat() {
    assertThat(ConsumerSettings.from(environment).kafka())
        .containsEntry("heartbeat.interval.ms", "500");
    environment.put("KAFKA_CLIENT_HEARTBEAT_INTERVAL_MS", "2000");
    assertThat(ConsumerSettings.from(environment).kafka())
        .containsEntry("heartbeat.interval.ms", "2000");
  }

  @Test
  void aKilledConsumerIsReplacedSoonUnlessSetOtherwise() {
    assertThat(ConsumerSettings.from(environment).kafka())
        .containsEntry("session.timeout.ms", "10000");
    environment.put("KAFKA_CLIENT_SESSION_TIMEOUT_MS", "45000");
    assertThat(ConsumerSettings.from(environment).kafka())
        .containsEntry("session.timeout.ms", "45000");
  }

  @Test
  void masksTheSecretsAmongKafkasProperties() {
    for (String property :
        new String[] {
          "SSL_KEYSTORE_KEY",
          "SSL_TRUSTSTORE_PASSWORD",
          "SASL_JAAS_CONFIG",
          "SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET",
          "SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE"
        }) {
      environment.put("KAFKA_CLIENT_" + property, "hidden");
    }
    assertThat(ConsumerSettings.from(environment).toString()).doesNotContain("hidden");
  }

  @Test
  void rejectsACaFileThatWouldNotBeUsed() throws IOException {
    environment.put("KAFKA_CA_FILE", file("x"));
    environment.put("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    assertThatThrownBy(() -> ConsumerSettings.from(environment))
        .hasMessageStartingWith("KAFKA_SECURITY_PROTOCOL: PLAINTEXT does not encrypt");
  }

  @Test
  void namesTheSettingOfAnEmptySecretFile() throws IOException {
    environment.put("REDACT_KEY_FILE", file("\n").replace("/file", "//file"));
    assertThatThrownBy(() -> ConsumerSettings.from(environment))
        .hasMessageStartingWith("REDACT_KEY_FILE: the file ");
  }

  @Test
  void registersNamedTablesAndIgnoresPatterns() {
    environment.put("TABLES", "shop.orders, shop.*,!shop.tmp_*,`a`.`b.c`,`d.e`.f,\"g.h\".\"i\"");
    assertThat(ConsumerSettings.from(environment).tables())
        .containsExactly(
            new ConsumerSettings.QualifiedTable("shop", "orders"),
            new ConsumerSettings.QualifiedTable("a", "b.c"),
            new ConsumerSettings.QualifiedTable("d.e", "f"),
            new ConsumerSettings.QualifiedTable("g.h", "i"));
  }

  @Test
  void requiresAKeyWhenARuleHashes() throws IOException {
    environment.put("REDACT_FILE", file("[{table: shop.a, columns: [b], method: hash}]"));
    ConsumerSettings settings = ConsumerSettings.from(environment);
    assertThatThrownBy(settings::redaction).hasMessageStartingWith("REDACT_KEY_FILE: is required");
    environment.put("REDACT_KEY_FILE", file("secret"));
    assertThat(ConsumerSettings.from(environment).redaction().hashes()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "KAFKA_BOOTSTRAP_SERVERS,",
    "KAFKA_BOOTSTRAP_SERVERS,kafka",
    "KAFKA_TOPIC,",
    "KAFKA_TOPIC,a b",
    "KAFKA_GROUP_ID,' '",
    "KAFKA_SECURITY_PROTOCOL,TLS",
    "KAFKA_PASSWORD_FILE,/does/not/exist",
    "KAFKA_CA_FILE,/does/not/exist",
    "KAFKA_CLIENT_MAX_POLL_RECORD,5",
    "KAFKA_CLIENT_GROUP_ID,x",
    "KAFKA_CLIENT_ENABLE_AUTO_COMMIT,true",
    "DEAD_LETTER_TOPIC,cdc",
    "DEAD_LETTER_TOPIC,a/b",
    "REDACT_FILE,/does/not/exist",
    "TABLES,orders",
    "METRICS_PORT,http",
    "METRICS_PORT,65536",
    "METRICS_HOST,no.such.host.invalid",
    "DEDUP_MAX_ENTRIES,-1",
    "LOG_LEVEL,verbose"
  })
  void namesTheInvalidSettingInOneLine(String setting, String value) {
    environment.put(setting, value == null ? "" : value);
    assertThatThrownBy(() -> ConsumerSettings.from(environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(setting + ": ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void requiresBothUsernameAndPassword() {
    environment.put("KAFKA_USERNAME", "me");
    assertThatThrownBy(() -> ConsumerSettings.from(environment))
        .hasMessageStartingWith("KAFKA_PASSWORD_FILE: is required");
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "file", ""), content).toString();
  }
}
