package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Sends rejected records to a topic, with their origin and the reason in headers. The record itself
 * is forwarded unchanged, unless columns are redacted: what cannot be decoded cannot be redacted,
 * so only its size and hash are sent then.
 */
public final class DeadLetterTopic implements DeadLetters {
  /** Larger values are withheld; also bounds what the producer may buffer. */
  public static final int MAX_VALUE_BYTES = 10 * 1024 * 1024;

  /** At this many a flush is due at once: a burst must not pile up in memory until a commit. */
  private static final int MAX_UNCONFIRMED = 1000;

  private static final long MAX_UNCONFIRMED_BYTES = 8 * 1024 * 1024;

  private static final String HEADER = "cdc.error.";
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

  /** How long the rotation of a password may take (docs/security.md). */
  private static final Duration LOGIN_TIMEOUT = Duration.ofMinutes(2);

  /** Holds no reference to the original record, which would keep Kafka's whole fetch in memory. */
  private record Sent(ProducerRecord<byte[], byte[]> letter, Future<?> result) {}

  private final String topic;
  private final boolean withholdValues;
  private final Digests digests;
  private final LongSupplier nanoTime;
  private final Supplier<Producer<byte[], byte[]>> connect;
  private final Consumer<AuthenticationException> onRefusedLogin;
  private final Deque<Sent> unconfirmed = new ArrayDeque<>();
  private long unconfirmedBytes;
  private Producer<byte[], byte[]> producer;

  /**
   * The producer is created with the first dead letter: most consumers never need one.
   *
   * @param onRefusedLogin called before each new attempt to log in; pauses
   */
  public DeadLetterTopic(
      String topic,
      boolean withholdValues,
      Digests digests,
      LongSupplier nanoTime,
      Supplier<Producer<byte[], byte[]>> connect,
      Consumer<AuthenticationException> onRefusedLogin) {
    this.topic = topic;
    this.withholdValues = withholdValues;
    this.digests = digests;
    this.nanoTime = nanoTime;
    this.connect = connect;
    this.onRefusedLogin = onRefusedLogin;
  }

  @Override
  public void add(
      ConsumerRecord<ByteBuffer, ByteBuffer> message, RejectedRecordException rejection) {
    try {
      if (producer == null) {
        producer = connect.get();
      }
      ProducerRecord<byte[], byte[]> letter = letter(message, rejection);
      unconfirmed.add(new Sent(letter, producer.send(letter)));
      unconfirmedBytes += letter.value() == null ? 0 : letter.value().length;
      if (unconfirmed.size() >= MAX_UNCONFIRMED || unconfirmedBytes >= MAX_UNCONFIRMED_BYTES) {
        flush(ACK_TIMEOUT);
      }
    } catch (KafkaException e) {
      throw new DeadLetterException(topic, e.getMessage(), e);
    }
  }

  private ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<ByteBuffer, ByteBuffer> origin, RejectedRecordException rejection) {
    ByteBuffer value = origin.value();
    boolean large = value != null && value.remaining() > MAX_VALUE_BYTES;
    boolean withhold =
        withholdValues || large || rejection.reason() == RejectedRecordException.Reason.TOO_LARGE;
    var letter =
        new ProducerRecord<>(
            topic, null, withhold ? null : bytes(origin.key()), withhold ? null : bytes(value));
    Headers headers = letter.headers();
    if (!withhold) {
      origin.headers().forEach(headers::add);
    }
    header(headers, HEADER + "topic", origin.topic());
    header(headers, HEADER + "partition", String.valueOf(origin.partition()));
    header(headers, HEADER + "offset", String.valueOf(origin.offset()));
    header(headers, HEADER + "timestamp", String.valueOf(origin.timestamp()));
    header(headers, HEADER + "reason", rejection.reason().label());
    header(headers, HEADER + "message", rejection.getMessage());
    if (withhold && value != null) {
      int from = value.arrayOffset() + value.position();
      String reason = withholdValues ? "redaction" : "size";
      describe(value.array(), from, from + value.remaining(), reason, headers);
    }
    return letter;
  }

  private void describe(byte[] value, int from, int to, String withheldFor, Headers headers) {
    header(headers, HEADER + "value.withheld", withheldFor);
    header(headers, HEADER + "value.size", String.valueOf(to - from));
    header(headers, HEADER + "value.hash", hash(value, from, to));
  }

  /** Keyed if there is a key: the value behind a plain hash of a short text could be guessed. */
  private String hash(byte[] value, int from, int to) {
    return digests.hasKey()
        ? "hmac-sha256:" + HexFormat.of().formatHex(digests.keyed(value, from, to))
        : "sha256:" + HexFormat.of().formatHex(digests.plain(value, from, to));
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, ByteWriter.utf8(value));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  /** Waits longer while Kafka refuses the login, because its password may be being rotated. */
  @Override
  public void flush(Duration timeout) {
    long start = nanoTime.getAsLong();
    long deadline = start + timeout.toNanos();
    while (!unconfirmed.isEmpty()) {
      Sent sent = unconfirmed.peekFirst();
      try {
        sent.result().get(Math.max(1, deadline - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        unconfirmed.removeFirst();
      } catch (ExecutionException e) {
        boolean inTime = nanoTime.getAsLong() - start < LOGIN_TIMEOUT.toNanos();
        if (inTime && e.getCause() instanceof AuthenticationException refusal) {
          onRefusedLogin.accept(refusal);
          sendAgain();
          deadline = nanoTime.getAsLong() + timeout.toNanos();
        } else {
          retryWithoutValue(unconfirmed.removeFirst(), e.getCause());
        }
      } catch (TimeoutException e) {
        throw new DeadLetterException(
            topic, "no acknowledgement within " + timeout.toSeconds() + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DeadLetterException(topic, "interrupted", e);
      }
    }
    unconfirmedBytes = 0;
  }

  /** By a new producer: for an idempotent one, a refused login is an error that stays. */
  private void sendAgain() {
    List<Sent> waiting = List.copyOf(unconfirmed);
    unconfirmed.clear();
    producer.close(Duration.ZERO);
    producer = connect.get();
    waiting.forEach(sent -> unconfirmed.add(new Sent(sent.letter(), producer.send(sent.letter()))));
  }

  /** The dead-letter topic may have a smaller message limit than the topic that is read. */
  private void retryWithoutValue(Sent sent, Throwable problem) {
    byte[] value = sent.letter().value();
    if (!(problem instanceof RecordTooLargeException) || value == null) {
      throw new DeadLetterException(topic, String.valueOf(problem.getMessage()), problem);
    }
    var letter = new ProducerRecord<byte[], byte[]>(topic, null, null);
    for (Header header : sent.letter().headers()) {
      if (header.key().startsWith(HEADER)) {
        letter.headers().add(header);
      }
    }
    describe(value, 0, value.length, "size", letter.headers());
    Future<?> result = producer.send(letter);
    try {
      result.get(ACK_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new DeadLetterException(topic, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeadLetterException(topic, "interrupted", e);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
