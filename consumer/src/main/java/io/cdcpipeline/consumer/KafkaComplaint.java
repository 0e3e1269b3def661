package io.cdcpipeline.consumer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Turns what Kafka's client says about its properties into a line that names our setting. */
final class KafkaComplaint {
  private static final Pattern PROPERTY =
      Pattern.compile("(?:configuration|option|config) ([a-z0-9.]+[a-z0-9])");

  private KafkaComplaint() {}

  static RuntimeException of(KafkaException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException complaint) {
        String text = String.valueOf(complaint.getMessage());
        Matcher matcher = PROPERTY.matcher(text);
        String setting =
            text.contains("bootstrap urls")
                ? "KAFKA_BOOTSTRAP_SERVERS"
                : matcher.find() ? KafkaProperties.settingOf(matcher.group(1)) : "KAFKA_CLIENT_*";
        return new io.cdcpipeline.consumer.ConfigException(
            setting, text.lines().findFirst().orElse(text));
      }
    }
    return failure;
  }
}
