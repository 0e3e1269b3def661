package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.real.AuditLog;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.Relay;
import io.cdcpipeline.testkit.clock.ShiftedClock;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The operator on the real API server, with the chart's ServiceAccount and permissions. */
public final class RealOperator implements AutoCloseable {
  /** Every kind of child, as kubectl expects it. */
  public static final String CHILDREN =
      "clusters.core.pingcap.com,pdgroups,tikvgroups,tidbgroups,ticdcgroups,kafkas,kafkanodepools,"
          + "kafkatopics,kafkausers,elasticsearches,beats,deployments,jobs,services,configmaps,secrets,"
          + "serviceaccounts,networkpolicies,poddisruptionbudgets,servicemonitors,podmonitors,"
          + "prometheusrules";

  static final String NAMESPACE = "cdc-system";
  private static final String ACCOUNT = "cdc-pipeline-operator";

  /** The chart's objects, by the values they are made with. */
  private static final Map<List<String>, String> RENDERED = new ConcurrentHashMap<>();

  private final ShiftedClock clock = new ShiftedClock();
  private final OperatorWiring process;
  private final AuditLog audit;

  /** Installs the chart's objects with these values, and runs the operator as its account. */
  public RealOperator(RealApi api, Map<String, String> environment, String... values) {
    this(api, environment, read(install(api, values)), values);
  }

  private RealOperator(
      RealApi api, Map<String, String> environment, String kubeconfig, String... values) {
    audit = audit(api, values);
    try {
      var all = new java.util.HashMap<>(environment);
      all.putIfAbsent("METRICS_PORT", "0");
      process =
          new OperatorWiring(
              OperatorConfig.from(all),
              KubernetesClients.with(Config.fromKubeconfig(kubeconfig)),
              () -> System.err.println("the operator lost its lease"),
              clock);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    process.start();
  }

  /** The same behind a relay. */
  public static RealOperator behind(Relay relay, RealApi api, String... values) {
    var kubeconfig = read(install(api, values));
    return new RealOperator(
        api, Map.of(), kubeconfig.replace(api.url().toString(), relay.url()), values);
  }

  /** Moves its clock on: what it knows grows old. */
  void ahead(Duration by) {
    clock.ahead(by);
  }

  /** What {@code /readyz} would answer. */
  boolean ready() {
    return process.ready();
  }

  /** Whether it watches pipelines, on which {@code /livez} depends. */
  boolean watching() {
    return process.watching();
  }

  /** Installs the chart's objects; returns the kubeconfig of its account. */
  public static Path install(RealApi api, String... values) {
    api.run("create", "namespace", NAMESPACE);
    installChart(api, values);
    var token = api.kubectl("create", "token", account(values), "-n", NAMESPACE).strip();
    var admin = Config.fromKubeconfig(read(api.kubeconfig()));
    var own =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: api, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: operator, user: {token: "%s"}}]
        contexts: [{name: it, context: {cluster: api, user: operator}}]
        current-context: it
        """
            .formatted(api.url(), admin.getCaCertFile(), token);
    try {
      return Files.writeString(Files.createTempFile("operator", ".kubeconfig"), own);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The chart's account's calls to the API server. */
  public static AuditLog audit(RealApi api, String... values) {
    var user = "system:serviceaccount:" + NAMESPACE + ":" + account(values);
    return api.audit(user);
  }

  private static String account(String... values) {
    var named = "serviceAccount.name=";
    return Arrays.stream(values)
        .filter(value -> value.startsWith(named))
        .map(value -> value.substring(named.length()))
        .findFirst()
        .orElse(ACCOUNT);
  }

  public AuditLog audit() {
    return audit;
  }

  private static void installChart(RealApi api, String... values) {
    var rendered = RENDERED.computeIfAbsent(List.of(values), set -> rendered(api, set));
    try {
      var file = Files.writeString(Files.createTempFile("chart", ".yaml"), rendered);
      api.kubectl("apply", "--server-side", "--force-conflicts", "-f", file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String rendered(RealApi api, List<String> values) {
    var command = new ArrayList<>(List.of(api.binary("helm").toString(), "template", "--no-hooks"));
    command.addAll(
        List.of(ACCOUNT, Golden.root().resolve("helm/cdc-pipeline-operator").toString()));
    command.addAll(List.of("--namespace", NAMESPACE));
    for (var value : values) {
      command.addAll(List.of("--set", value));
    }
    try {
      var helm = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }

  /** Deletes every pipeline, then ends; no call may ever have lacked a right. */
  public void deletePipelinesAndClose(RealApi api) {
    api.deletePipelines();
    assertThat(audit.deniedSince(0)).as("calls without a right").isEmpty();
    close();
  }
}
