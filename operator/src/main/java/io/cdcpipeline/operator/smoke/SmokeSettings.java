package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the smoke test, read once from the environment. Credentials are none of them: they
 * are read from the Secrets that the pipeline names.
 *
 * @param database in which the table is created; empty: that of the pipeline's schema
 * @param dashboards names of ConfigMaps with dashboards in the pipeline's namespace
 * @param consumers URLs of the consumers' metrics; empty: found through the consumers' Service
 * @param prometheus URL; empty where there is none
 * @param grafana URL; empty: panels' queries are sent to Prometheus and Elasticsearch themselves
 * @param grafanaSecret namespace/name of the Secret with admin-user and admin-password
 * @param timeout how long each hop may take
 */
public record SmokeSettings(
    String namespace,
    String pipeline,
    Optional<String> database,
    List<String> dashboards,
    List<String> consumers,
    Optional<String> prometheus,
    Optional<String> grafana,
    Optional<String> grafanaSecret,
    Duration timeout,
    Set<String> skip) {
  public static final String HELP =
      """
      usage: java -jar cdc-pipeline-operator.jar --smoke
      Inserts, updates and deletes rows in a table of its own, follows them through every hop of a
      pipeline, and drops the table. Settings are environment variables:
        KUBECONFIG            kubeconfig file (the pod's service account, then ~/.kube/config)
        SMOKE_PIPELINE        required: namespace/name of the CdcPipeline
        SMOKE_DATABASE        database of the table (that of the pipeline's schema)
        SMOKE_DASHBOARDS      comma-separated ConfigMaps with dashboards (<pipeline>-dashboard)
        SMOKE_TIMEOUT         seconds that each hop may take (120)
        SMOKE_SKIP            comma-separated hops to leave out: ticdc, prometheus, index, panels
        PROMETHEUS_URL        Prometheus that scrapes the consumers (none: its hop is skipped)
        GRAFANA_URL           Grafana that the panels' queries go through (none: they go to Prometheus
                              and Elasticsearch)
        GRAFANA_SECRET        namespace/name of its Secret with admin-user and admin-password
        CONSUMER_METRICS_URLS comma-separated, instead of the addresses behind the consumers' Service
      Exit codes: 0 all hops agree, 1 one does not, 78 wrong setting.
      """;

  /** What can be left out. */
  public static final Set<String> HOPS = Set.of("ticdc", "prometheus", "index", "panels");

  /** Those of this process. */
  public static SmokeSettings fromEnvironment() {
    return from(System.getenv());
  }

  /**
   * Reads and checks the settings.
   *
   * @throws IllegalArgumentException naming the setting, its value and what was expected
   */
  public static SmokeSettings from(Map<String, String> environment) {
    var pipeline = name("SMOKE_PIPELINE", environment.getOrDefault("SMOKE_PIPELINE", ""));
    var dashboards = list(environment, "SMOKE_DASHBOARDS");
    return new SmokeSettings(
        pipeline[0],
        pipeline[1],
        text(environment, "SMOKE_DATABASE"),
        dashboards.isEmpty()
            ? List.of(new ResourceNames(pipeline[0], pipeline[1]).dashboard())
            : dashboards,
        list(environment, "CONSUMER_METRICS_URLS").stream().map(SmokeSettings::consumer).toList(),
        url(environment, "PROMETHEUS_URL"),
        url(environment, "GRAFANA_URL"),
        text(environment, "GRAFANA_SECRET")
            .map(value -> String.join("/", name("GRAFANA_SECRET", value))),
        timeout(environment.getOrDefault("SMOKE_TIMEOUT", "120")),
        skip(list(environment, "SMOKE_SKIP")));
  }

  private static String[] name(String setting, String value) {
    if (!value.matches("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9.-]*")) {
      throw invalid(setting, value, "namespace/name");
    }
    return value.split("/", -1);
  }

  private static Optional<String> text(Map<String, String> environment, String setting) {
    return Optional.ofNullable(environment.get(setting)).filter(value -> !value.isBlank());
  }

  private static List<String> list(Map<String, String> environment, String setting) {
    return Arrays.stream(environment.getOrDefault(setting, "").split("[, ]+", -1))
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Optional<String> url(Map<String, String> environment, String setting) {
    return text(environment, setting).map(value -> http(setting, value).replaceAll("/+$", ""));
  }

  private static String consumer(String value) {
    return http("CONSUMER_METRICS_URLS", value);
  }

  private static String http(String setting, String value) {
    if (!value.matches("https?://[^\\s@]+")) {
      throw invalid(setting, value, "an http:// or https:// URL without a login");
    }
    return value;
  }

  private static Duration timeout(String value) {
    if (!value.matches("[1-9]\\d{0,3}")) {
      throw invalid("SMOKE_TIMEOUT", value, "seconds from 1 to 9999");
    }
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private static Set<String> skip(List<String> hops) {
    for (var hop : hops) {
      if (!HOPS.contains(hop)) {
        throw invalid("SMOKE_SKIP", hop, "one of ticdc, prometheus, index and panels");
      }
    }
    return hops.stream().collect(Collectors.toUnmodifiableSet());
  }

  private static IllegalArgumentException invalid(String setting, String value, String expected) {
    return new IllegalArgumentException(
        "%s is \"%s\", but must be %s".formatted(setting, value, expected));
  }
}
