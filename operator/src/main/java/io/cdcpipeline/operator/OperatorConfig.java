package io.cdcpipeline.operator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the operator, read once from the environment. KUBECONFIG and the pod's service
 * account are read by the Kubernetes client itself.
 *
 * @param watchNamespaces empty for all
 */
public record OperatorConfig(
    Set<String> watchNamespaces,
    int metricsPort,
    boolean leaderElection,
    String leaseNamespace,
    String consumerImage,
    String logLevel) {
  static final String HELP =
      """
      usage: java -jar cdc-pipeline-operator.jar [--help]
      All settings are environment variables and optional:
        KUBECONFIG        kubeconfig file (the pod's service account, then ~/.kube/config)
        WATCH_NAMESPACES  comma-separated namespaces to watch (all)
        METRICS_PORT      port of /metrics, /livez and /readyz; 0 for any free port (8080)
        LEADER_ELECTION   true if several replicas may run (false)
        LEASE_NAMESPACE   namespace of the leader election Lease (POD_NAMESPACE, then default)
        CONSUMER_IMAGE    consumer image of pipelines that name none (this release's)
        LOG_LEVEL         ERROR, WARN, INFO, DEBUG or TRACE (INFO)
      """;

  private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  /**
   * The settings of this process.
   *
   * @throws IllegalArgumentException naming the setting, its value and what was expected
   */
  static OperatorConfig fromEnvironment() {
    return from(System.getenv());
  }

  /**
   * Reads and checks the settings.
   *
   * @throws IllegalArgumentException naming the setting, its value and what was expected
   */
  public static OperatorConfig from(Map<String, String> environment) {
    kubeconfig(environment.getOrDefault("KUBECONFIG", ""));
    return new OperatorConfig(
        namespaces(environment.getOrDefault("WATCH_NAMESPACES", "")),
        port(environment.getOrDefault("METRICS_PORT", "8080")),
        bool("LEADER_ELECTION", environment.getOrDefault("LEADER_ELECTION", "false")),
        environment.getOrDefault(
            "LEASE_NAMESPACE", environment.getOrDefault("POD_NAMESPACE", "default")),
        environment.getOrDefault("CONSUMER_IMAGE", "cdc-pipeline-consumer:" + version()),
        level(environment.getOrDefault("LOG_LEVEL", "INFO")));
  }

  private static String version() {
    var version = OperatorConfig.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }

  /** The client would silently skip it and might connect to another cluster. */
  private static void kubeconfig(String files) {
    for (var file : files.split(File.pathSeparator, -1)) {
      if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
        throw invalid("KUBECONFIG", file, "a readable file");
      }
    }
  }

  private static Set<String> namespaces(String value) {
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .filter(n -> !n.isEmpty())
        .map(OperatorConfig::namespace)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String namespace(String name) {
    if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw invalid("WATCH_NAMESPACES", name, "comma-separated namespace names");
    }
    return name;
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number that is not a port
    }
    throw invalid("METRICS_PORT", value, "a port from 0 to 65535");
  }

  private static boolean bool(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw invalid(name, value, "true or false");
    };
  }

  private static String level(String value) {
    var upper = value.toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(upper)) {
      throw invalid("LOG_LEVEL", value, "ERROR, WARN, INFO, DEBUG or TRACE");
    }
    return upper;
  }

  private static IllegalArgumentException invalid(String name, String value, String expected) {
    return new IllegalArgumentException(
        "%s is \"%s\", but must be %s".formatted(name, value, expected));
  }
}
