package io.cdcpipeline.consumer;

/** Configures the logger, which writes to stderr; must run before the first logger is created. */
final class LoggingSetup {
  private LoggingSetup() {}

  static void configure(String level) {
    String prefix = "org.slf4j.simpleLogger.";
    System.setProperty(prefix + "defaultLogLevel", level);
    System.setProperty(prefix + "showDateTime", "true");
    System.setProperty(prefix + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(prefix + "showThreadName", "false");
    System.setProperty(prefix + "showShortLogName", "true");
    // It logs an error at each poll that PollBudget ends, and nothing else of use.
    System.setProperty(
        prefix + "log.org.apache.kafka.clients.consumer.internals.CompletedFetch", "off");
    if (level.equals("info")) {
      // At INFO Kafka lists all its properties; ours are logged once, with secrets masked.
      System.setProperty(prefix + "log.org.apache.kafka", "warn");
      // Host names that do not resolve: reported as an invalid setting if none of them does.
      System.setProperty(prefix + "log.org.apache.kafka.clients.ClientUtils", "error");
    }
  }
}
