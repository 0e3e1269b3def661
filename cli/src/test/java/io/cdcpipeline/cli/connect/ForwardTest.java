package io.cdcpipeline.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.CliProcess;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.testkit.apiserver.PortForwards;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forwards into a cluster: what comes through, for whom, and what is left of them. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForwardTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern LISTENS = Pattern.compile("sql +127\\.0\\.0\\.1:(\\d+)\n");

  /** In place of mysql: greets the server, shows its answer, and waits as if for a person. */
  private static final String CLIENT =
      """
      #!/bin/bash
      %s
      for argument; do case $argument in --port=*) port=${argument#--port=};; esac; done
      exec 3<>/dev/tcp/127.0.0.1/$port
      echo "hello from $$" >&3
      read -r answer <&3
      echo "$answer"
      exec /bin/sleep 600
      """;

  @TempDir Path folder;
  private TestCluster cluster;
  private EchoServer pod;
  private PortForwards forwards;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start();
    cluster.applyFile("rights.yaml");
    cluster.apply(
        TestCluster.resource("rights.yaml").split("---\n", -1)[2].replace("127.0.0.9", "10.0.0.9"));
    pod = new EchoServer();
    forwards = new PortForwards(cluster.server());
    forwards.to(pod.port());
    Files.writeString(folder.resolve("kubeconfig"), forwards.kubeconfig());
  }

  @AfterEach
  void stop() throws Exception {
    forwards.close();
    pod.close();
    cluster.close();
  }

  @Test
  void everythingComesThroughAndOnlyThisMachineIsServed() throws Exception {
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (var api = api();
        var tunnel = Tunnel.open(api, new Address("", "shop-tidb.shop.svc", 4000), 0);
        var socket = new Socket(tunnel.host(), tunnel.port())) {
      assertThat(tunnel.forward().address()).matches(InetAddress::isLoopbackAddress);
      var writer = new Thread(() -> write(socket, bytes));
      writer.start();
      assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
      writer.join();
      assertThat(forwards.targets()).containsExactly("shop-tidb-0:4000");
      assertThat(tunnel.failures()).isEmpty();
    }
  }

  /** Grafana's Service has port 80, which its pod has not. */
  @ParameterizedTest
  @CsvSource({"3000, 3000", "http, 3001", "absent, 80", "'', 80"})
  void thePodsPortIsThatOfItsService(String target, int expected) throws Exception {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: grafana-0, namespace: shop, labels: {app: grafana}}
        spec: {containers: [{name: grafana, image: grafana, ports: [{containerPort: 9, name: other}, {containerPort: 3001, name: http}]}]}
        status: {phase: Running, podIP: 10.0.0.8}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: grafana, namespace: shop}
        spec: {selector: {app: grafana}, ports: [{port: 81, targetPort: 5, name: other}, {port: 80%s, name: http}]}
        """
            .formatted(target.isEmpty() ? "" : ", targetPort: " + target));
    try (var api = api();
        var tunnel = Tunnel.open(api, new Address("http", "grafana.shop.svc", 80), 0);
        var socket = new Socket(tunnel.host(), tunnel.port())) {
      socket.getOutputStream().write(7);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
      assertThat(forwards.targets()).containsExactly("grafana-0:" + expected);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    var result =
        cluster.run(
            environment(""),
            List.of("connect", "sql", "shop", "-n", "shop", "--port", String.valueOf(pod.port())));
    assertThat(result.err())
        .startsWith("error: cannot listen on port " + pod.port() + " of this machine: ")
        .endsWith("Choose another with --port, or none for any that is free.\n");
    assertThat(result.code()).isEqualTo(2);
  }

  /** Else a client says only that it has lost its connection. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pod    | error: error forwarding port 4000 to pod, uid : failed to connect to localhost:4000: connection refused
          rights | error: the API server refuses the forward. Ask for the right to get and create pods/portforward in namespace shop; docs/cli.md lists those of each command.
          """)
  void aConnectionThatFailsIsExplained(String refusing, String text) throws Exception {
    if (refusing.equals("pod")) {
      pod.close();
    } else {
      cluster
          .server()
          .faults()
          .set(
              request ->
                  request.path().endsWith("/portforward")
                      ? RequestFault.FORBIDDEN
                      : RequestFault.NONE);
    }
    try (var connect = connect(false, "")) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(connect))) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      await().atMost(SOON).until(() -> !connect.err().isEmpty());
      connect.interrupt();
      assertThat(connect.exitCode()).isEqualTo(130);
      assertThat(connect.err()).isEqualTo(text + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trap '' TERM INT"})
  void ctrlCEndsForwardAndClient(String habit) throws Exception {
    var client = Files.writeString(folder.resolve("mysql"), CLIENT.formatted(habit));
    assertThat(client.toFile().setExecutable(true)).isTrue();
    try (var connect = connect(true, folder.toString())) {
      var greeting = Pattern.compile("hello from (\\d+)\n");
      await().atMost(SOON).until(() -> greeting.matcher(connect.out()).find());
      var found = greeting.matcher(connect.out());
      assertThat(found.find()).isTrue();
      var process = ProcessHandle.of(Long.parseLong(found.group(1))).orElseThrow();
      int port = port(connect);
      assertThat(forwards.open()).isEqualTo(1);

      connect.interrupt();

      assertThat(connect.exitCode()).isEqualTo(130);
      assertThat(connect.err()).isEmpty();
      assertThat(process.isAlive()).isFalse();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
          .isInstanceOf(ConnectException.class);
      await().atMost(SOON).until(() -> forwards.open() == 0);
    }
  }

  @Test
  void aClientThatEndsIsTheEnd() throws Exception {
    var client = Files.writeString(folder.resolve("mysql"), "#!/bin/sh\nexit 7\n");
    assertThat(client.toFile().setExecutable(true)).isTrue();
    try (var connect = connect(true, folder.toString())) {
      assertThat(connect.exitCode()).isEqualTo(7);
    }
  }

  private CliProcess connect(boolean terminal, String path) throws IOException {
    return CliProcess.start(environment(path), terminal, "connect sql shop -n shop");
  }

  private int port(CliProcess connect) {
    await().atMost(SOON).until(() -> LISTENS.matcher(connect.out()).find());
    var found = LISTENS.matcher(connect.out());
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private Cluster api() {
    var options = new ClusterOptions();
    new picocli.CommandLine(options).parseArgs("-n", "shop");
    return Cluster.open(options, TestCluster.terminal(environment("")));
  }

  private Map<String, String> environment(String path) {
    return Map.of(
        "KUBECONFIG", folder.resolve("kubeconfig").toString(), "PATH", path, "NO_COLOR", "1");
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
