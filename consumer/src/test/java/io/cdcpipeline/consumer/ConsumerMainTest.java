package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetterTopic;
import io.cdcpipeline.consumer.output.LineWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run ends: with which error, and with which exit code. */
class ConsumerMainTest {
  @TempDir Path directory;

  @Test
  void findsTheFailureThatKafkaWrapped() {
    Throwable outputFailure = outputFailure();
    var wrapped = new KafkaException("User rebalance callback", outputFailure);
    assertThat(ConsumerMain.rootFailure(wrapped)).isSameAs(outputFailure);
    assertThat(ConsumerMain.exitCode(outputFailure)).isEqualTo(ConsumerMain.EXIT_OUTPUT_FAILURE);
  }

  private static Throwable outputFailure() {
    var metrics = new ConsumerMetrics(new Deduplicator.Budget(1000));
    LineWriter writer = new LineWriter(new BrokenPipe(), metrics, System::nanoTime);
    writer.start();
    ByteWriter lines = writer.freeBlock(0);
    lines.put("x");
    writer.submit(lines);
    await().until(() -> catchThrowable(writer::written) != null);
    return catchThrowable(writer::written);
  }

  @Test
  void hasAnExitCodeForDeadLettersThatCannotBeWritten() {
    var unreachable =
        new DeadLetterTopic(
            "dead",
            false,
            Digests.withKey(""),
            System::nanoTime,
            () -> {
              throw new KafkaException("no brokers");
            },
            refused -> {});
    var record = new ConsumerRecord<ByteBuffer, ByteBuffer>("cdc", 0, 0, null, null);
    var rejection = new RejectedRecordException(Reason.NULL_VALUE, "the record has no value");
    assertThat(ConsumerMain.exitCode(catchThrowable(() -> unreachable.add(record, rejection))))
        .isEqualTo(ConsumerMain.EXIT_DEAD_LETTER_FAILURE);
  }

  /** Errors of Kafka's client become one line about the setting they came from. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KAFKA_CLIENT_MAX_POLL_RECORDS | many | KAFKA_CLIENT_MAX_POLL_RECORDS",
        "KAFKA_CLIENT_AUTO_OFFSET_RESET | sometimes | KAFKA_CLIENT_AUTO_OFFSET_RESET",
        "KAFKA_CLIENT_INTERCEPTOR_CLASSES | no.such.Class | KAFKA_CLIENT_INTERCEPTOR_CLASSES",
        "KAFKA_CA_FILE | not a certificate | KAFKA_CA_FILE",
        "KAFKA_SECURITY_PROTOCOL | SASL_PLAINTEXT | KAFKA_USERNAME",
        "KAFKA_CLIENT_SASL_JAAS_CONFIG | a.B required password=hidden |"
            + " KAFKA_CLIENT_SASL_JAAS_CONFIG",
        "KAFKA_BOOTSTRAP_SERVERS | nowhere.invalid:9092 | KAFKA_BOOTSTRAP_SERVERS",
      })
  void namesTheSettingThatKafkasClientRejects(String setting, String value, String named)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9");
    environment.put("KAFKA_TOPIC", "cdc");
    environment.put("KAFKA_GROUP_ID", "group");
    environment.put(setting, setting.endsWith("_FILE") ? file(value) : value);
    if (setting.contains("JAAS")) {
      environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
    }
    ConsumerSettings settings = ConsumerSettings.from(environment);
    assertThatThrownBy(() -> EventConsumer.connect(settings, new PollBudget(1)).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(named + ": ")
        .message()
        .doesNotContain("\n")
        .doesNotContain("hidden");
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("file"), content).toString();
  }
}
