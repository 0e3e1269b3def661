package io.cdcpipeline.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the operator, read once from the environment. KUBECONFIG and in-cluster access are
 * read by the Kubernetes client itself.
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
      Settings, all from the environment and all optional:
        KUBECONFIG        kubeconfig file; without it the pod's service account, then ~/.kube/config
        WATCH_NAMESPACES  namespaces to watch, separated by commas; empty for all
        METRICS_PORT      port of /metrics, /livez and /readyz (8080); 0 for any free one
        LEADER_ELECTION   true when several replicas may run (false)
        LEASE_NAMESPACE   namespace of the leader's lease (POD_NAMESPACE, then default)
        CONSUMER_IMAGE    image of consumers whose pipeline names none
        LOG_LEVEL         ERROR, WARN, INFO, DEBUG or TRACE (INFO)
      """;

  private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

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

  /** The client would go on without it, to a cluster that nobody meant. */
  private static void kubeconfig(String files) {
    for (var file : files.split(java.io.File.pathSeparator, -1)) {
      if (!file.isEmpty() && !java.nio.file.Files.isReadable(java.nio.file.Path.of(file))) {
        throw wrong("KUBECONFIG", file, "a file that can be read");
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
      throw wrong("WATCH_NAMESPACES", name, "namespace names separated by commas");
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
      // told below, as any other number that is no port
    }
    throw wrong("METRICS_PORT", value, "a port from 0 to 65535");
  }

  private static boolean bool(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw wrong(name, value, "true or false");
    };
  }

  private static String level(String value) {
    var upper = value.toUpperCase(java.util.Locale.ROOT);
    if (!LEVELS.contains(upper)) {
      throw wrong("LOG_LEVEL", value, "ERROR, WARN, INFO, DEBUG or TRACE");
    }
    return upper;
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(
        "%s is \"%s\", but must be %s".formatted(name, value, expected));
  }
}
