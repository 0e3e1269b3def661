package io.cdcpipeline.consumer.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.consumer.ConsumerMain;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLetterTopicTest {
  /** A topic that takes values up to a limit only. */
  private static final class SmallTopic extends MockProducer<byte[], byte[]> {
    private final int limit;

    SmallTopic(int limit) {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.limit = limit;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
      Future<RecordMetadata> result = super.send(letter);
      if (letter.value() != null && letter.value().length > limit) {
        errorNext(new RecordTooLargeException("larger than the topic takes"));
      } else {
        completeNext();
      }
      return result;
    }
  }

  private static DeadLetterTopic letters(MockProducer<byte[], byte[]> producer) {
    return new DeadLetterTopic("dead", false, Digests.withKey(new byte[0]), () -> producer);
  }

  @Test
  void sendsWhereItComesFromWhenTheTopicDoesNotTakeTheValue() {
    SmallTopic topic = new SmallTopic(100);
    DeadLetterTopic letters = letters(topic);
    letters.add(
        message("k".repeat(200), "v".repeat(200)),
        new RejectedRecordException(Reason.INVALID_JSON, "no"));
    letters.flush(Duration.ofSeconds(5));

    ProducerRecord<byte[], byte[]> second = topic.history().get(1);
    assertThat(second.value()).isNull();
    assertThat(second.key()).isNull();
    assertThat(header(second.headers(), "cdc.error.offset")).isEqualTo("7");
    assertThat(header(second.headers(), "cdc.error.reason")).isEqualTo("invalid_json");
    assertThat(header(second.headers(), "cdc.error.value.withheld")).isEqualTo("size");
    assertThat(header(second.headers(), "cdc.error.value.size")).isEqualTo("200");
    assertThat(second.headers().lastHeader("large")).isNull();
  }

  @Test
  void waitsForAnswersBeforeLargeValuesPileUp() {
    MockProducer<byte[], byte[]> silent =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    DeadLetterTopic letters = letters(silent);
    Thread adding =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                letters.add(
                    message("", "v".repeat(1 << 20)),
                    new RejectedRecordException(Reason.INVALID_JSON, ""));
              }
            });
    adding.setDaemon(true);
    adding.setUncaughtExceptionHandler((thread, interrupted) -> {});
    adding.start();
    org.awaitility.Awaitility.await().until(() -> adding.getState() == Thread.State.TIMED_WAITING);
    assertThat(silent.history().size()).isBetween(1, 10);
    adding.interrupt();
  }

  @Test
  void endsWhenItMayNotWrite() {
    MockProducer<byte[], byte[]> refusing =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    refusing.sendException = new TopicAuthorizationException("dead");
    assertThatThrownBy(
            () ->
                letters(refusing)
                    .add(message("", "v"), new RejectedRecordException(Reason.INVALID_JSON, "")))
        .isInstanceOf(DeadLetters.DeadLetterException.class)
        .hasMessageStartingWith("dead-letter topic dead cannot be written: ")
        .satisfies(
            e -> assertThat(ConsumerMain.exitCode(e)).isEqualTo(ConsumerMain.DEAD_LETTERS_FAILED));
  }

  private static ConsumerRecord<ByteBuffer, ByteBuffer> message(String key, String value) {
    var message =
        new ConsumerRecord<>(
            "cdc",
            1,
            7,
            ByteBuffer.wrap(ByteWriter.utf8(key)),
            ByteBuffer.wrap(ByteWriter.utf8(value)));
    List.of("large", "other").forEach(name -> message.headers().add(name, new byte[200]));
    return message;
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
