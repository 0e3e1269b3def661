package io.cdcpipeline.consumer;

/** Sets up the logger, which writes to stderr; must run before the first logger is made. */
final class LoggingSetup {
  private LoggingSetup() {}

  static void start(String level) {
    String prefix = "org.slf4j.simpleLogger.";
    System.setProperty(prefix + "defaultLogLevel", level);
    System.setProperty(prefix + "showDateTime", "true");
    System.setProperty(prefix + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(prefix + "showThreadName", "false");
    System.setProperty(prefix + "showShortLogName", "true");
    if (level.equals("info")) {
      // Kafka lists all its properties at INFO; ours are printed once, secrets masked.
      System.setProperty(prefix + "log.org.apache.kafka", "warn");
      // Names that no server answers to: we say so ourselves when it is all of them.
      System.setProperty(prefix + "log.org.apache.kafka.clients.ClientUtils", "error");
    }
  }
}
