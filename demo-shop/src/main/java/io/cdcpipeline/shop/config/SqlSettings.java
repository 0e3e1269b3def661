package io.cdcpipeline.shop.config;

import java.time.Duration;

/**
 * How to reach the database.
 *
 * @param connections the most that are open at once
 * @param retryFor how long a request goes on trying while the database is away
 */
public record SqlSettings(
    String host,
    int port,
    String database,
    String user,
    Password password,
    int connections,
    Duration retryFor) {

  static SqlSettings from(Environment settings) {
    return new SqlSettings(
        host(settings.required("SQL_HOST")),
        settings.number("SQL_PORT", 4000, 1, 65535),
        database(settings.text("SQL_DATABASE", "shop")),
        settings.required("SQL_USER"),
        Password.from(settings, "SQL_PASSWORD", ""),
        settings.number("SQL_CONNECTIONS", 10, 1, 200),
        Duration.ofSeconds(settings.number("SQL_RETRY_SECONDS", 3, 0, 60)));
  }

  private static String host(String text) {
    if (!text.matches("[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]")) {
      throw new ConfigException(
          "SQL_HOST",
          "\"%s\" is not a host name or address; the port goes into SQL_PORT".formatted(text));
    }
    return text;
  }

  /** The name goes into statements, where a parameter cannot stand. */
  private static String database(String text) {
    if (!text.matches("[A-Za-z0-9_$-]{1,64}")) {
      throw new ConfigException(
          "SQL_DATABASE", "\"%s\" is not a name of letters, digits, _, $ and -".formatted(text));
    }
    return text;
  }
}
