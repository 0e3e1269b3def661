package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo against a real API server that has the real CRDs of the other operators. */
class RealApiServerIT {
  private static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".kubeapitest", "k8s");
  private static final Path SHARED =
      Path.of(
          Optional.ofNullable(System.getenv("SHARED_DIR"))
              .orElse(Installation.current().repository().resolveSibling("shared").toString()));

  @BeforeEach
  void needsTheBinariesAndCrds() {
    boolean there = Files.isDirectory(BINARIES) && Files.isDirectory(SHARED.resolve("crds"));
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(there, "no kube-apiserver in " + BINARIES + " or no CRDs in " + SHARED);
    }
    assertThat(there).as("CI needs kube-apiserver in %s, CRDs in %s", BINARIES, SHARED).isTrue();
  }

  @Test
  void everyHopCountsTheSame(@TempDir Path directory) throws Exception {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withStartupTimeout(120_000)
                .withApiServerFlags(List.of("--bind-address=127.0.0.1"))
                .build());
    server.start();
    Thread stop = new Thread(server::stop);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      Path kubeconfig =
          Files.writeString(directory.resolve("kubeconfig"), server.getKubeConfigYaml());
      installCrds(kubeconfig);
      DemoOptions options =
          DemoOptions.parse(
              new String[] {"--once", "--kubeconfig", kubeconfig.toString()},
              Installation.current().repository());
      assertThat(DemoRun.run(options, LocalServers.ofThisFork("demo"), System.out)).isZero();
    } finally {
      Runtime.getRuntime().removeShutdownHook(stop);
      server.stop();
    }
  }

  private static void installCrds(Path kubeconfig) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(SHARED.resolve("crds"))) {
      for (Path file : files.filter(RealApiServerIT::isNeeded).sorted().toList()) {
        run(kubeconfig, "apply", "--server-side", "-f", file.toString());
      }
    }
    // For some seconds a new kind answers lists with 429: wait until each can be listed.
    for (String crd : run(kubeconfig, "get", "crd", "-o", "name").lines().toList()) {
      String kind = crd.substring(crd.indexOf('/') + 1);
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(AssertionError.class)
          .until(() -> run(kubeconfig, "get", kind, "-A"), output -> true);
    }
  }

  private static String run(Path kubeconfig, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(kubectl().toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean isNeeded(Path file) {
    String path = file.toString();
    return path.endsWith(".yaml")
        && (path.contains("tidb-operator-v2")
            || path.contains("strimzi")
            || path.contains("eck-3.5.0/")
            || path.contains("prometheus-operator/"));
  }

  private static Path kubectl() throws IOException {
    try (Stream<Path> versions = Files.list(BINARIES)) {
      return versions.sorted().reduce((a, b) -> b).orElseThrow().resolve("kubectl");
    }
  }
}
