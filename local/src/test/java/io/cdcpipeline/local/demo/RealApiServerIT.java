package io.cdcpipeline.local.demo;

import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.testkit.requirement.RealApiServer;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubeapitest.KubeAPIServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo against a real API server that has the real CRDs of the other operators. */
@Requires({REAL_API, OTHER_CRDS})
class RealApiServerIT {
  @Test
  void everyHopCountsTheSame(@TempDir Path directory) throws Exception {
    KubeAPIServer server = RealApiServer.create();
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
    try (Stream<Path> files = Files.walk(Requirement.OTHER_CRDS.path())) {
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
    command.addAll(
        List.of(
            Requirement.REAL_API.path().resolve("kubectl").toString(),
            "--kubeconfig=" + kubeconfig));
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
}
