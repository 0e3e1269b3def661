package io.cdcpipeline.consumer.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Translates errors of Kafka's client into one line that names our setting. */
public final class KafkaErrors {
  private static final Pattern PROPERTY = Pattern.compile("[a-z0-9]+(?:\\.[a-z0-9]+)+");
  private static final String KEYSTORE = "KAFKA_CLIENT_SSL_KEYSTORE_*";

  private KafkaErrors() {}

  /** Creating a client contacts no broker, so its errors are always about a setting. */
  public static ConfigException aboutSettings(
      RuntimeException failure, Map<String, String> properties) {
    String problem = deepestMessage(failure);
    if (problem.contains("JAAS") && !properties.containsKey("sasl.jaas.config")) {
      return new ConfigException(
          "KAFKA_USERNAME",
          "is required with "
              + properties.get("security.protocol")
              + ", or KAFKA_CLIENT_SASL_JAAS_CONFIG instead");
    }
    String setting =
        causes(failure)
            .map(cause -> setting(String.valueOf(cause.getMessage()), properties))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("KAFKA_CLIENT_*");
    return new ConfigException(setting, problem);
  }

  private static String setting(String text, Map<String, String> properties) {
    if (text.contains("bootstrap urls")) {
      return "KAFKA_BOOTSTRAP_SERVERS";
    }
    if (text.contains("JAAS")) {
      return KafkaProperties.settingOf("sasl.jaas.config");
    }
    if (text.contains("keystore configs")) {
      return KEYSTORE;
    }
    Optional<String> named =
        PROPERTY
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(KafkaProperties::isKnown)
            .findFirst();
    return named.or(() -> quoted(text, properties)).map(KafkaProperties::settingOf).orElse(null);
  }

  /** The property whose value, a path or a class name, appears in the text. */
  private static Optional<String> quoted(String text, Map<String, String> properties) {
    return properties.entrySet().stream()
        .filter(property -> property.getValue().length() > 5 && text.contains(property.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The message of a failure at run time; for TLS the explanation is in a nested cause. */
  public static String aboutConnection(Throwable failure) {
    if (!(failure instanceof SslAuthenticationException)) {
      return String.valueOf(failure.getMessage());
    }
    return "TLS handshake with the brokers failed: "
        + deepestMessage(failure)
        + "; KAFKA_CA_FILE must contain the CA that signed their certificates, and these must"
        + " contain the host names in KAFKA_BOOTSTRAP_SERVERS";
  }

  /**
   * Recognizes a TLS listener reached without TLS: its answer, read as Kafka's protocol, announces
   * a response of 350 MB, for which the client runs out of memory.
   */
  public static void failIfListenerSpeaksTls(Throwable failure, Map<String, String> properties) {
    boolean plain = !properties.get("security.protocol").endsWith("SSL");
    if (plain && isOutOfMemory(failure)) {
      throw new ConfigException(
          "KAFKA_SECURITY_PROTOCOL",
          "the listener at "
              + properties.get("bootstrap.servers")
              + " does not accept plain-text connections; try SSL or SASL_SSL");
    }
  }

  /**
   * Recognizes that a compression library could not unpack its native code, which it does with the
   * first compressed record.
   */
  public static void failIfNoTemporaryDirectory(Throwable failure) {
    Optional<Throwable> unloadable =
        causes(failure)
            .filter(
                e -> e instanceof LinkageError || e.getClass().getName().endsWith("SnappyError"))
            .findFirst();
    if (unloadable.isPresent()) {
      throw new ConfigException(
          "JDK_JAVA_OPTIONS",
          "the topic is compressed, and the library that decompresses it cannot be unpacked in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + deepestMessage(failure)
              + "); mount a writable volume there, or set"
              + " -Djava.io.tmpdir=<a directory that is writable and allows execution>");
    }
  }

  /** Whether memory was short; Kafka's heartbeat thread wraps the error. */
  public static boolean isOutOfMemory(Throwable failure) {
    return causes(failure).anyMatch(OutOfMemoryError.class::isInstance);
  }

  public static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20);
  }

  private static String deepestMessage(Throwable failure) {
    String message =
        causes(failure)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .reduce((outer, inner) -> inner)
            .orElse(failure.toString());
    return message.lines().findFirst().orElse(message);
  }
}
