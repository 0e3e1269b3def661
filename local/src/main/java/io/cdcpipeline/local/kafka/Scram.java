package io.cdcpipeline.local.kafka;

/** SCRAM-SHA-512 login of Kafka clients. */
public final class Scram {
  private Scram() {}

  /** The value of a client's {@code sasl.jaas.config}. */
  public static String jaasConfig(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(quoted(user), quoted(password));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
