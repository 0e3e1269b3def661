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
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo against a real API server that has the real CRDs of the other operators. */
@Requires({REAL_API, OTHER_CRDS})
class RealApiServerIT {
  private static final List<String> NEEDED =
      List.of("tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator");

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
    Path crds = Requirement.OTHER_CRDS.path();
    List<String> command = new ArrayList<>();
    command.add(Requirement.REAL_API.path().resolve("kubectl").toString());
    command.addAll(List.of("--kubeconfig=" + kubeconfig, "apply", "--server-side"));
    for (String folder : NEEDED) {
      command.addAll(List.of("-f", crds.resolve(folder).toString()));
    }
    Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).as(output).isZero();
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
            .build()) {
      client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
          .map(CustomResourceDefinitionContext::fromCrd)
          .forEach(kind -> awaitServed(client, kind));
    }
  }

  /** For some seconds a new kind answers lists with 429. */
  private static void awaitServed(KubernetesClient client, ResourceDefinitionContext kind) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> client.genericKubernetesResources(kind).inAnyNamespace().list() != null);
  }
}
