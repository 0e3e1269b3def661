package io.cdcpipeline.shop.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that can be set, read from the environment once and checked.
 *
 * @param maxRequests requests in work or waiting for a connection; one more is refused
 * @param loginPassword that of the shop's first users
 */
public record ShopSettings(
    String httpHost,
    int httpPort,
    int maxRequests,
    SqlSettings sql,
    Password loginPassword,
    Optional<LoadSettings> load,
    LogLevel logLevel) {

  /** What is logged; diagnostics of libraries are never below WARN. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** bcrypt reads no more. */
  private static final int LONGEST_LOGIN_PASSWORD = 71;

  public static final String HELP =
      """
      cdc-pipeline-demo-shop: a small shop over HTTP whose row changes a CdcPipeline carries.
      It creates what its tables lack. Set by environment variables:

        SQL_HOST             required  host of TiDB or MariaDB
        SQL_USER             required  needs SELECT, INSERT, UPDATE, DELETE; CREATE and ALTER where
                             tables or columns are missing
        SQL_PORT             4000
        SQL_PASSWORD         password of SQL_USER (default: empty), or
        SQL_PASSWORD_FILE    file with it, read again for each connection
        SQL_DATABASE         shop
        SQL_CONNECTIONS      10: connections at most
        SQL_RETRY_SECONDS    3: how long a request tries again while the database is away
        HTTP_HOST            0.0.0.0: address to listen on
        HTTP_PORT            8080 (0: any free port)
        MAX_REQUESTS         64: requests at once; one more is answered 503
        LOGIN_PASSWORD       shop-demo: password of the shop's first users, or
        LOGIN_PASSWORD_FILE  file with it
        LOAD                 what the load generator does on average: 50/s, 90/m, 20/h (default: nothing)
        LOAD_PATTERN         steady (default), day or burst
        LOAD_PERIOD          length of a day (24h) or of one round of bursts (1m)
        LOG_LEVEL            info: error, warn, info or debug

      Exit codes: 0 or 143 stopped, 70 failure, 78 wrong setting.
      """;

  /**
   * Reads and checks the settings.
   *
   * @throws ConfigException naming the setting, its value and what was expected
   */
  public static ShopSettings from(Map<String, String> variables) {
    Environment settings = new Environment(variables);
    return new ShopSettings(
        settings.text("HTTP_HOST", "0.0.0.0"),
        settings.number("HTTP_PORT", 8080, 0, 65535),
        settings.number("MAX_REQUESTS", 64, 1, 1000),
        SqlSettings.from(settings),
        loginPassword(settings),
        LoadSettings.from(settings),
        settings.oneOf("LOG_LEVEL", LogLevel.class, LogLevel.INFO));
  }

  private static Password loginPassword(Environment settings) {
    Password password = Password.from(settings, "LOGIN_PASSWORD", "shop-demo");
    int length = password.value().getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > LONGEST_LOGIN_PASSWORD) {
      throw new ConfigException(
          "LOGIN_PASSWORD", "must have 1 to " + LONGEST_LOGIN_PASSWORD + " bytes in UTF-8");
    }
    return password;
  }

  /** What is set, without passwords, to be logged once. */
  public Map<String, String> printable() {
    Map<String, String> shown = new TreeMap<>();
    shown.put("http", httpHost + ":" + httpPort);
    shown.put("max_requests", String.valueOf(maxRequests));
    shown.put("sql", "%s@%s:%d/%s".formatted(sql.user(), sql.host(), sql.port(), sql.database()));
    shown.put("sql_connections", String.valueOf(sql.connections()));
    shown.put("load", load.map(LoadSettings::toString).orElse("none"));
    return shown;
  }
}
