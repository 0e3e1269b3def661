package io.cdcpipeline.consumer.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The properties of Kafka's client, from the settings and our defaults. */
final class KafkaProperties {
  private static final String PREFIX = "KAFKA_CLIENT_";

  private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
  private static final ConfigDef PRODUCER = ProducerConfig.configDef();

  /** Kubernetes sets these for a Service named {@code kafka-client}; they are not settings. */
  private static final Pattern SERVICE_LINK = Pattern.compile("KAFKA_CLIENT_(SERVICE|PORT)(_.*)?");

  /** Those with a setting of their own, and those that this consumer's guarantees depend on. */
  private static final Set<String> RESERVED =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer");

  private static final Set<String> PROTOCOLS =
      Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  /** The only form of a bootstrap server that Kafka accepts: a host or [IPv6], and a port. */
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Z_]+://)?(?:[\\w.-]+|\\[[0-9a-fA-F:.]+]):\\d{1,5}");

  private KafkaProperties() {}

  /**
   * The properties of the consumer.
   *
   * @param replay whether it reads without a group, and has to notice that it has missed records
   */
  static Map<String, String> from(Environment settings, boolean replay) {
    Map<String, String> kafka = new TreeMap<>();
    kafka.put("bootstrap.servers", servers(settings.required("KAFKA_BOOTSTRAP_SERVERS")));
    kafka.put("enable.auto.commit", "false");
    kafka.put("allow.auto.create.topics", "false");
    // Fewer, larger reads: the system's own buffer size instead of Kafka's 64 KiB (README).
    kafka.put("receive.buffer.bytes", "-1");
    // Kafka's default of 50 MiB per broker would exceed the heap when a hundred partitions lag.
    kafka.put("fetch.max.bytes", "2097152");
    kafka.put("max.poll.records", "2000");
    security(settings, kafka);
    clientProperties(settings.environment(), kafka);
    if (!"consumer".equalsIgnoreCase(kafka.get("group.protocol"))) {
      kafka.putIfAbsent("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
      // What a killed consumer had is read again that much later; Kafka's default is 45 s.
      kafka.putIfAbsent("session.timeout.ms", "10000");
      // A partition that moves waits for its new consumer's next heartbeat; Kafka's default: 3 s.
      kafka.putIfAbsent("heartbeat.interval.ms", "500");
    }
    if (replay) {
      kafka.put("auto.offset.reset", "none");
      kafka.remove("group.instance.id");
    } else {
      kafka.put("group.id", settings.required("KAFKA_GROUP_ID"));
      kafka.putIfAbsent("auto.offset.reset", "earliest");
    }
    return kafka;
  }

  private static String servers(String list) {
    for (String server : list.split(",", -1)) {
      if (!SERVER.matcher(server.strip()).matches()) {
        throw new ConfigException(
            "KAFKA_BOOTSTRAP_SERVERS", "\"" + server.strip() + "\" is not <host>:<port>");
      }
    }
    return list;
  }

  private static void security(Environment settings, Map<String, String> kafka) {
    Optional<String> username = settings.optional("KAFKA_USERNAME");
    Optional<String> password = settings.secret("KAFKA_PASSWORD_FILE");
    Optional<Path> ca = settings.file("KAFKA_CA_FILE");
    String fallback = (username.isPresent() ? "SASL_" : "") + (ca.isEmpty() ? "PLAINTEXT" : "SSL");
    String protocol =
        settings.optional("KAFKA_SECURITY_PROTOCOL").orElse(fallback).toUpperCase(Locale.ROOT);
    if (!PROTOCOLS.contains(protocol)) {
      throw new ConfigException(
          "KAFKA_SECURITY_PROTOCOL",
          "\"" + protocol + "\" is not one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
    }
    kafka.put("security.protocol", protocol);
    if (username.isPresent() != password.isPresent()) {
      throw new ConfigException(
          username.isPresent() ? "KAFKA_PASSWORD_FILE" : "KAFKA_USERNAME",
          "is required, because "
              + (username.isPresent() ? "KAFKA_USERNAME" : "KAFKA_PASSWORD_FILE")
              + " is set");
    }
    if (username.isPresent()) {
      if (!protocol.startsWith("SASL_")) {
        throw new ConfigException(
            "KAFKA_SECURITY_PROTOCOL", "with KAFKA_USERNAME it must be SASL_PLAINTEXT or SASL_SSL");
      }
      sasl(settings, username.get(), settings.file("KAFKA_PASSWORD_FILE").orElseThrow(), kafka);
    }
    if (ca.isPresent() && !protocol.endsWith("SSL")) {
      throw new ConfigException(
          "KAFKA_SECURITY_PROTOCOL",
          protocol + " does not encrypt; with KAFKA_CA_FILE it must be SSL or SASL_SSL");
    }
    ca.ifPresent(
        file -> {
          kafka.put("ssl.truststore.type", "PEM");
          kafka.put("ssl.truststore.location", file.toString());
        });
  }

  private static void sasl(
      Environment settings, String username, Path passwordFile, Map<String, String> kafka) {
    String mechanism =
        settings.optional("KAFKA_SASL_MECHANISM").orElse("SCRAM-SHA-512").toUpperCase(Locale.ROOT);
    String module =
        switch (mechanism) {
          case "SCRAM-SHA-512", "SCRAM-SHA-256" ->
              "org.apache.kafka.common.security.scram.ScramLoginModule";
          case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
          default ->
              throw new ConfigException(
                  "KAFKA_SASL_MECHANISM",
                  "\""
                      + mechanism
                      + "\" is not one of SCRAM-SHA-512, SCRAM-SHA-256, PLAIN; set others with"
                      + " KAFKA_CLIENT_SASL_MECHANISM and KAFKA_CLIENT_SASL_JAAS_CONFIG");
        };
    kafka.put("sasl.mechanism", mechanism);
    kafka.put(
        "sasl.jaas.config",
        module
            + " required username="
            + quoted(username)
            + " "
            + PasswordFileLogin.FILE_OPTION
            + "="
            + quoted(passwordFile.toString())
            + ";");
    kafka.put("sasl.client.callback.handler.class", PasswordFileLogin.class.getName());
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + escaped.replace("\n", "\\n").replace("\r", "\\r") + "\"";
  }

  private static void clientProperties(Map<String, String> environment, Map<String, String> kafka) {
    environment.forEach(
        (setting, value) -> {
          boolean isSetting =
              setting.startsWith(PREFIX) && !SERVICE_LINK.matcher(setting).matches();
          if (!isSetting || value.isBlank()) {
            return;
          }
          String property =
              setting.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
          if (RESERVED.contains(property)) {
            throw new ConfigException(setting, property + " cannot be set this way");
          }
          if (!isKnown(property)) {
            throw new ConfigException(setting, "Kafka's client has no property " + property);
          }
          kafka.put(property, value);
        });
  }

  /**
   * Producer properties for dead letters: the same connection, every record acknowledged.
   *
   * @param maxValueBytes the largest value that will be sent
   */
  static Map<String, Object> producer(Map<String, String> kafka, int maxValueBytes) {
    Map<String, Object> producer = new HashMap<>(kafka);
    producer.keySet().retainAll(ProducerConfig.configNames());
    producer.put("acks", "all");
    producer.put("enable.idempotence", "true");
    producer.put("batch.size", "131072"); // a burst takes few requests
    producer.put("delivery.timeout.ms", "25000");
    producer.put("request.timeout.ms", "10000");
    producer.put("max.block.ms", "20000");
    producer.put("max.request.size", String.valueOf(maxValueBytes + 1024 * 1024));
    producer.put("buffer.memory", String.valueOf(2 * maxValueBytes));
    return producer;
  }

  static boolean isKnown(String property) {
    return CONSUMER.configKeys().containsKey(property)
        || PRODUCER.configKeys().containsKey(property);
  }

  /** The value, or *** for a secret: Kafka itself defines which properties are. */
  static String masked(String property, String value) {
    return isSecret(CONSUMER, property) || isSecret(PRODUCER, property) ? "***" : value;
  }

  private static boolean isSecret(ConfigDef properties, String property) {
    ConfigDef.ConfigKey key = properties.configKeys().get(property);
    return key != null && key.type == ConfigDef.Type.PASSWORD;
  }

  /** The setting behind a property of Kafka's client, to name it in an error. */
  static String settingOf(String property) {
    return switch (property) {
      case "bootstrap.servers" -> "KAFKA_BOOTSTRAP_SERVERS";
      case "group.id" -> "KAFKA_GROUP_ID";
      case "security.protocol" -> "KAFKA_SECURITY_PROTOCOL";
      case "sasl.mechanism" -> "KAFKA_SASL_MECHANISM";
      case "ssl.truststore.location", "ssl.truststore.type" -> "KAFKA_CA_FILE";
      default -> PREFIX + property.toUpperCase(Locale.ROOT).replace('.', '_');
    };
  }
}
