package io.cdcpipeline.operator;

import io.cdcpipeline.operator.kubernetes.ImagePullSecrets;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.cdcpipeline.operator.remote.DeniedAddresses;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of the operator, read once from the environment. KUBECONFIG and the pod's service
 * account are read by the Kubernetes client itself.
 *
 * @param watchNamespaces empty for all
 * @param deployment with which the Lease is deleted; "" for none
 * @param identity of this process, as holder of the Lease: its pod's name
 * @param pullSecrets of all pods of pipelines
 * @param monitorLabels of the monitors of pipelines that set none
 * @param clusterId "" for the uid of kube-system
 * @param auditGrace how long documents may be fewer than the consumers counted
 * @param runbookUrl of the page whose sections say what to do about each alert
 * @param sharedNamespaces whose pipelines' managed systems every pipeline may use
 */
public record OperatorConfig(
    Set<String> watchNamespaces,
    InetSocketAddress metrics,
    boolean leaderElection,
    String leaseNamespace,
    String deployment,
    String identity,
    String consumerImage,
    ImagePullSecrets pullSecrets,
    Map<String, String> monitorLabels,
    String logLevel,
    DeniedAddresses deniedAddresses,
    Set<String> sharedNamespaces,
    PlatformNamespaces platform,
    String clusterId,
    Duration auditGrace,
    String runbookUrl) {
  /** The page of this repository. */
  public static final String DEFAULT_RUNBOOK_URL =
      "https://github.com/cdcpipeline/cdc-pipeline-operator/blob/main/docs/troubleshooting.md";

  private static final String CONSUMER_IMAGE = "ghcr.io/cdcpipeline/cdc-pipeline-consumer";
  private static final String LABEL =
      "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
          + "=([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
  private static final int MIN_AUDIT_GRACE = 20;
  private static final int MAX_AUDIT_GRACE = 86_400;

  static final String HELP =
      """
      usage: java -jar cdc-pipeline-operator.jar [--help | --apply-crd | --smoke]
        --apply-crd       upgrade the CRD in the cluster to this release's, say so, and exit;
                          one of a later release is left as it is
        --smoke           follow changes through a pipeline, and exit; --smoke --help lists its
                          settings
      All settings are environment variables and optional:
        KUBECONFIG        kubeconfig file (the pod's service account, then ~/.kube/config)
        WATCH_NAMESPACES  comma-separated namespaces to watch (all)
        METRICS_PORT      port of /metrics, /livez and /readyz; 0 for any free port (8080)
        METRICS_HOST      address on which that port listens, as 127.0.0.1 (all)
        LEADER_ELECTION   true if several replicas may run (false)
        LEASE_NAMESPACE   namespace of the leader election Lease (POD_NAMESPACE, then default)
        DEPLOYMENT_NAME   Deployment of the operator there, with which the Lease is deleted (none)
        CONSUMER_IMAGE    consumer image of pipelines that name none (this release's)
        IMAGE_PULL_SECRETS
                          comma-separated Secrets in the pipelines' namespaces with which all
                          their pods pull images, also those of the other operators (none)
        MONITOR_LABELS    comma-separated labels, as release=kps, of the monitors and rules of
                          pipelines that set no spec.monitoring.labels (none)
        LOG_LEVEL         ERROR, WARN, INFO, DEBUG or TRACE (INFO)
        DENIED_ADDRESSES  comma-separated addresses and networks that no pipeline may name
                          (in a cluster: loopback, link-local and multicast; else none)
        SHARED_NAMESPACES comma-separated namespaces whose pipelines' TiCDC, Kafka and
                          Elasticsearch every pipeline may use (none)
        PROMETHEUS_NAMESPACE, TIDB_OPERATOR_NAMESPACE
                          whom network policies let in (monitoring, tidb-admin)
        GRAFANA_NAMESPACE where Grafana's data sources go (monitoring)
        CLUSTER_ID        tells this cluster from others with the same TiCDC (uid of kube-system)
        AUDIT_GRACE_SECONDS seconds for which Elasticsearch may have fewer changes than the
                          consumers counted; a quarter of it, but at most 150 s, is between
                          two counts (600)
        RUNBOOK_URL       page with a section for each alert, to which alerts link
                          (docs/troubleshooting.md of this project)
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
        namespaces("WATCH_NAMESPACES", environment),
        metrics(environment),
        bool("LEADER_ELECTION", environment.getOrDefault("LEADER_ELECTION", "false")),
        environment.getOrDefault(
            "LEASE_NAMESPACE", environment.getOrDefault("POD_NAMESPACE", "default")),
        environment.getOrDefault("DEPLOYMENT_NAME", ""),
        identity(environment.getOrDefault("HOSTNAME", "")),
        environment.getOrDefault("CONSUMER_IMAGE", CONSUMER_IMAGE + ":" + version()),
        new ImagePullSecrets(names("IMAGE_PULL_SECRETS", environment)),
        labels("MONITOR_LABELS", environment),
        level(environment.getOrDefault("LOG_LEVEL", "INFO")),
        DeniedAddresses.from(environment),
        namespaces("SHARED_NAMESPACES", environment),
        platform(environment),
        clusterId(environment.getOrDefault("CLUSTER_ID", "")),
        auditGrace(environment.getOrDefault("AUDIT_GRACE_SECONDS", "600")),
        runbookUrl(environment.getOrDefault("RUNBOOK_URL", "")));
  }

  private static String identity(String host) {
    return host.isBlank() ? UUID.randomUUID().toString() : host;
  }

  private static String runbookUrl(String value) {
    if (!value.matches("(https?://[^\\s#\"{}]+)?")) {
      throw invalid("RUNBOOK_URL", value, "an http:// or https:// URL without an anchor");
    }
    return value.isEmpty() ? DEFAULT_RUNBOOK_URL : value;
  }

  private static Duration auditGrace(String value) {
    if (value.matches("\\d{1,6}")) {
      int seconds = Integer.parseInt(value);
      if (seconds >= MIN_AUDIT_GRACE && seconds <= MAX_AUDIT_GRACE) {
        return Duration.ofSeconds(seconds);
      }
    }
    var expected = "seconds from %d to %d".formatted(MIN_AUDIT_GRACE, MAX_AUDIT_GRACE);
    throw invalid("AUDIT_GRACE_SECONDS", value, expected);
  }

  private static String clusterId(String value) {
    if (!value.matches("[A-Za-z0-9-]{0,63}")) {
      throw invalid("CLUSTER_ID", value, "up to 63 letters, digits and -");
    }
    return value;
  }

  private static PlatformNamespaces platform(Map<String, String> environment) {
    var defaults = PlatformNamespaces.DEFAULTS;
    return new PlatformNamespaces(
        namespace("POD_NAMESPACE", environment, defaults.operator()),
        namespace("PROMETHEUS_NAMESPACE", environment, defaults.prometheus()),
        namespace("TIDB_OPERATOR_NAMESPACE", environment, defaults.tidbOperator()),
        namespace("GRAFANA_NAMESPACE", environment, defaults.grafana()));
  }

  private static String namespace(
      String setting, Map<String, String> environment, String byDefault) {
    var name = environment.getOrDefault(setting, "");
    return name.isEmpty() ? byDefault : namespace(setting, name, "a namespace name");
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

  private static Set<String> namespaces(String setting, Map<String, String> environment) {
    return listed(setting, environment)
        .map(name -> namespace(setting, name, "comma-separated namespace names"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> names(String setting, Map<String, String> environment) {
    return listed(setting, environment)
        .map(
            name -> {
              if (!name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
                throw invalid(setting, name, "comma-separated names of Secrets");
              }
              return name;
            })
        .toList();
  }

  private static Map<String, String> labels(String setting, Map<String, String> environment) {
    return listed(setting, environment)
        .map(
            label -> {
              if (!label.matches(LABEL)) {
                throw invalid(setting, label, "comma-separated labels such as release=kps");
              }
              return label.split("=", 2);
            })
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
  }

  private static Stream<String> listed(String setting, Map<String, String> environment) {
    return Arrays.stream(environment.getOrDefault(setting, "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty());
  }

  private static String namespace(String setting, String name, String expected) {
    if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw invalid(setting, name, expected);
    }
    return name;
  }

  private static InetSocketAddress metrics(Map<String, String> environment) {
    int port = port(environment.getOrDefault("METRICS_PORT", "8080"));
    var host = environment.getOrDefault("METRICS_HOST", "");
    var address = host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw invalid("METRICS_HOST", host, "an address of this machine");
    }
    return address;
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
