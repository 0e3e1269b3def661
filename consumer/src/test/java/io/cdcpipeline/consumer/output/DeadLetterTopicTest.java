package io.cdcpipeline.consumer.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLetterTopicTest {
  private int refusals;
  private long advanced;

  /** A topic that only accepts values up to a limit. */
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
        errorNext(new RecordTooLargeException("larger than the topic allows"));
      } else {
        completeNext();
      }
      return result;
    }
  }

  private DeadLetterTopic letters(MockProducer<byte[], byte[]> producer) {
    return new DeadLetterTopic(
        "dead", false, Digests.withKey(""), this::nanos, () -> producer, this::refused);
  }

  @Test
  void sendsTheOriginWithoutTheValueIfTheTopicRejectsItsSize() {
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
  void waitsForAcknowledgementsBeforeLargeValuesPileUp() {
    MockProducer<byte[], byte[]> unresponsive =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    DeadLetterTopic letters = letters(unresponsive);
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
    await().until(() -> adding.getState() == Thread.State.TIMED_WAITING);
    assertThat(unresponsive.history().size()).isBetween(1, 10);
    adding.interrupt();
  }

  @Test
  void failsWhenItIsNotAuthorizedToWrite() {
    MockProducer<byte[], byte[]> denying =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    denying.sendException = new TopicAuthorizationException("dead");
    assertThatThrownBy(
            () ->
                letters(denying)
                    .add(message("", "v"), new RejectedRecordException(Reason.INVALID_JSON, "")))
        .isInstanceOf(DeadLetters.DeadLetterException.class)
        .hasMessageStartingWith("dead-letter topic dead cannot be written: ");
  }

  /** A password is rotated: the new one is refused for a while, or for ever. */
  @Test
  void sendsAgainWhileTheLoginIsRefused() {
    Refusing topic = new Refusing(3);
    DeadLetterTopic letters = letters(topic);
    letters.add(message("", "a"), new RejectedRecordException(Reason.INVALID_JSON, ""));
    letters.add(message("", "b"), new RejectedRecordException(Reason.INVALID_JSON, ""));

    letters.flush(Duration.ofSeconds(30));

    assertThat(refusals).isEqualTo(3);
    assertThat(topic.accepted).containsExactly("a", "b");
  }

  @Test
  void givesUpWhenTheLoginIsRefusedForTwoMinutes() {
    DeadLetterTopic letters = letters(new Refusing(Integer.MAX_VALUE));
    letters.add(message("", "a"), new RejectedRecordException(Reason.INVALID_JSON, ""));
    long start = nanos();

    assertThatThrownBy(() -> letters.flush(Duration.ofSeconds(30)))
        .isInstanceOf(DeadLetters.DeadLetterException.class)
        .hasMessageContaining("refused");
    assertThat(Duration.ofNanos(nanos() - start))
        .isBetween(Duration.ofSeconds(119), Duration.ofSeconds(125));
  }

  private long nanos() {
    return System.nanoTime() + advanced;
  }

  /** Each refusal takes a second. */
  private void refused(AuthenticationException refusal) {
    refusals++;
    advanced += Duration.ofSeconds(1).toNanos();
  }

  /** As Kafka's producer: a refused login fails everything that is waiting to be sent. */
  private static final class Refusing extends MockProducer<byte[], byte[]> {
    private final List<String> accepted = new ArrayList<>();
    private int refusals;

    Refusing(int refusals) {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.refusals = refusals;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
      Future<RecordMetadata> result = super.send(letter);
      String value = new String(letter.value(), StandardCharsets.UTF_8);
      if (refusals > 0) {
        errorNext(new SaslAuthenticationException("refused"));
        refusals -= value.equals("b") ? 1 : 0;
      } else {
        accepted.add(value);
        completeNext();
      }
      return result;
    }

    @Override
    public void close(Duration timeout) {
      // The test hands out this one again.
    }
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
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
