package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.process.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The shipper's configuration, from its environment, because arguments are visible to every user.
 *
 * @param logs directory whose files are the containers' standard output
 * @param data where positions are kept
 * @param statistics where it answers {@code /stats}
 */
public record ShipperConfig(
    Path logs,
    Path data,
    URI elasticsearch,
    String username,
    String password,
    Path authority,
    Endpoint statistics) {

  static final String LOGS = "SHIPPER_LOGS";
  static final String DATA = "SHIPPER_DATA";
  static final String URL = "ELASTICSEARCH_URL";
  static final String USERNAME = "ELASTICSEARCH_USERNAME";
  static final String PASSWORD = "ELASTICSEARCH_PASSWORD";
  static final String AUTHORITY = "ELASTICSEARCH_CA_FILE";
  static final String STATISTICS_HOST = "STATISTICS_HOST";
  static final String STATISTICS_PORT = "STATISTICS_PORT";

  static ShipperConfig from(Map<String, String> environment) {
    return new ShipperConfig(
        Path.of(required(environment, LOGS)),
        Path.of(required(environment, DATA)),
        URI.create(required(environment, URL)),
        required(environment, USERNAME),
        required(environment, PASSWORD),
        Path.of(required(environment, AUTHORITY)),
        new Endpoint(
            required(environment, STATISTICS_HOST),
            Integer.parseInt(required(environment, STATISTICS_PORT))));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  /** The environment that {@link #from} reads. */
  Map<String, String> environment() {
    return Map.of(
        LOGS, logs.toString(),
        DATA, data.toString(),
        URL, elasticsearch.toString(),
        USERNAME, username,
        PASSWORD, password,
        AUTHORITY, authority.toString(),
        STATISTICS_HOST, statistics.host(),
        STATISTICS_PORT, String.valueOf(statistics.port()));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "ShipperConfig[logs=" + logs + ", elasticsearch=" + elasticsearch + "]";
  }
}
