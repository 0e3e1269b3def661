package io.cdcpipeline.consumer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.consumer.event.PipelineName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .doesNotContainKeys("partition.assignment.strategy", "client.rack");
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
