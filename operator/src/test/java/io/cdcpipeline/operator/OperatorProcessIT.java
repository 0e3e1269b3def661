package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator as a separate process: settings, probes and shutdown in every state. */
class OperatorProcessIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int STOPS_WITHIN_SECONDS = 10;
  private static final List<Integer> CLEAN = List.of(0, 128 + 15);

  @TempDir private Path folder;
  private Process process;
  private int port;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void helpListsTheSettings() throws Exception {
    start(Map.of(), "--help");

    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output("out")).contains("KUBECONFIG", "WATCH_NAMESPACES", "METRICS_PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "METRICS_PORT, 80a, a port from 0 to 65535",
    "WATCH_NAMESPACES, Team_A, comma-separated namespace names",
    "LEADER_ELECTION, yes, true or false",
    "LOG_LEVEL, LOUD, 'ERROR, WARN, INFO, DEBUG or TRACE'",
    "KUBECONFIG, /no/such/file, a readable file",
  })
  void anInvalidSettingIsOneLineAndExitCode78(String name, String value, String expected)
      throws Exception {
    start(Map.of(name, value));

    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(78);
    assertThat(output("err").lines())
        .containsExactly(
            "cdc-pipeline-operator: %s is \"%s\", but must be %s".formatted(name, value, expected));
  }

  /** As the chart's upgrade hook runs it. */
  @Test
  void appliesTheCrdSaysSoAndExits() throws Exception {
    try (var api = ApiServer.start()) {
      install(api);
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      start(Map.of("KUBECONFIG", kubeconfig.toString()), "--apply-crd");

      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(output("out"))
          .matches("CRD cdcpipelines.cdcpipeline.io .* that of release [0-9.]+.*\\R");
      assertThat(process.exitValue()).isZero();
    }
  }

  /** As a webhook may set them for every pod; docs/install.md says to exempt the cluster. */
  @ParameterizedTest
  @CsvSource({"'127.0.0.1,.svc,.cluster.local', 0", "example.com, 1"})
  void aProxyIsNotAskedForWhatNoProxyExempts(String exempt, int status) throws Exception {
    try (var api = ApiServer.start();
        var closed = new ServerSocket(0)) {
      install(api);
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      var proxy = "http://127.0.0.1:" + closed.getLocalPort();
      closed.close();
      var settings =
          Map.of(
              "KUBECONFIG", kubeconfig.toString(),
              "HTTP_PROXY", proxy,
              "HTTPS_PROXY", proxy,
              "NO_PROXY", exempt);
      start(settings, "--apply-crd");

      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(status);
    }
  }

  @Test
  void anApiServerThatDoesNotAnswerIsAFailedUpgrade() throws Exception {
    try (var api = ApiServer.start()) {
      var gone = api.kubeconfig();
      api.close();
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), gone);
      start(Map.of("KUBECONFIG", kubeconfig.toString()), "--apply-crd");

      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(output("err")).contains("cannot upgrade CRD cdcpipelines.cdcpipeline.io");
      assertThat(process.exitValue()).isEqualTo(1);
    }
  }

  /** The operator's environment when it is asked to stop. */
  enum Moment {
    STANDING_BY,
    API_SERVER_HANGING
  }

  @ParameterizedTest
  @EnumSource
  void alwaysStopsWithinTenSeconds(Moment moment) throws Exception {
    try (var api = ApiServer.start();
        var silence = new ServerSocket(0)) {
      install(api);
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      if (moment == Moment.STANDING_BY) {
        api.client().resource(StandbyTest.leaseOfAnother()).create();
      }
      if (moment == Moment.API_SERVER_HANGING) {
        Files.writeString(
            kubeconfig,
            Files.readString(kubeconfig)
                .replaceAll(
                    "server: [^,}\\s]+", "server: http://127.0.0.1:" + silence.getLocalPort()));
      }
      boolean elect = moment == Moment.STANDING_BY;
      start(Map.of("KUBECONFIG", kubeconfig.toString(), "LEADER_ELECTION", String.valueOf(elect)));
      await().atMost(SOON).until(() -> status("/livez") == 200);

      process.destroy();

      assertThat(process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isIn(CLEAN);
    }
  }

  @Test
  void aLeaderThatStopsLeavesItsLeaseToTheNext() throws Exception {
    try (var api = ApiServer.start()) {
      install(api);
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      start(Map.of("KUBECONFIG", kubeconfig.toString(), "LEADER_ELECTION", "true"));
      var leases = api.client().leases().inNamespace("default");
      var lease = leases.withName("cdc-pipeline-operator");
      await().atMost(SOON).until(() -> lease.get() != null);
      assertThat(lease.get().getSpec().getHolderIdentity()).isNotNull();

      process.destroy();

      assertThat(process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(lease.get().getSpec().getHolderIdentity()).isNull();
    }
  }

  static void install(ApiServer api) throws IOException {
    var crd = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml");
    try (var in = Files.newInputStream(crd);
        var client = api.client()) {
      client.load(in).serverSideApply();
    }
  }

  private void start(Map<String, String> settings, String... arguments) throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OperatorMain.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    var environment = new HashMap<>(Map.of("METRICS_PORT", String.valueOf(port)));
    environment.putAll(settings);
    builder.environment().putAll(environment);
    process = builder.start();
  }

  private String output(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0; // not up yet
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
